import { chmod, link, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findFiles } from '../../../src/lib/topics-import/find-files.js';
import { checkTarget, writeWhole } from '../../../src/lib/topics-import/write-file.js';
import { folderWith } from '../../run.js';

const nothingTyped = async () => new Uint8Array();

test('folders are searched without circles, and each file is read once', async () => {
  const cwd = await folderWith({
    'a.yaml': 'a: 1',
    'sub/b.tf': '',
    'sub/c.json': '{}',
    'sub/d.txt': 'no',
    '.terraform/e.tf': 'no',
    'node_modules/x/package.json': '{}',
    'binary.yml': 'a\u0000b',
  });
  await symlink('..', join(cwd, 'sub/circle'));
  await symlink('loop.yaml', join(cwd, 'loop.yaml'));
  await mkdir(join(cwd, 'folder.yaml'));
  const found = await findFiles({ paths: ['.', 'a.yaml', './sub'], cwd, readInput: nothingTyped });
  expect(found.map(({ name }) => name)).toEqual([
    'a.yaml',
    'binary.yml',
    'loop.yaml',
    'sub/b.tf',
    'sub/c.json',
  ]);
  expect(found.map((file) => ('unreadable' in file ? file.unreadable : file.text))).toEqual([
    ...['a: 1', "binary.yml isn't a text file.", expect.stringContaining("Can't read loop.yaml: ELOOP")],
    ...['', '{}'],
  ]);
});

const writing = (replace: boolean) => ({ shown: 'topics.yaml', replace, pid: 1 });

test('a file that is there stays, unless it is to be replaced; nothing else is left', async () => {
  const cwd = await folderWith({ 'topics.yaml': 'old' });
  const file = join(cwd, 'topics.yaml');
  await expect(checkTarget(file, 'topics.yaml', false)).rejects.toThrow('topics.yaml is there already.');
  // One that came since it was looked at.
  await expect(writeWhole(file, 'new', writing(false))).rejects.toThrow('topics.yaml is there already.');
  expect(await readFile(file, 'utf8')).toBe('old');
  await chmod(file, 0o640);
  await writeWhole(file, 'new', writing(true));
  expect(await readFile(file, 'utf8')).toBe('new');
  expect((await stat(file)).mode & 0o777).toBe(0o640);
  expect(await readdir(cwd)).toEqual(['topics.yaml']);
});

test('whoever has the old file open reads it to its end: another one takes its place', async () => {
  const cwd = await folderWith({ 'topics.yaml': 'old' });
  await link(join(cwd, 'topics.yaml'), join(cwd, 'kept'));
  await writeWhole(join(cwd, 'topics.yaml'), 'new', writing(true));
  expect(await readFile(join(cwd, 'kept'), 'utf8')).toBe('old');
});

test('what a link leads to is replaced, and not the link', async () => {
  const cwd = await folderWith({ 'real/topics.yaml': 'old' });
  await symlink('real/topics.yaml', join(cwd, 'topics.yaml'));
  await writeWhole(join(cwd, 'topics.yaml'), 'new', writing(true));
  expect(await readFile(join(cwd, 'real/topics.yaml'), 'utf8')).toBe('new');
  expect(await readdir(cwd)).toEqual(['real', 'topics.yaml']);
});

test('a place that can not be written to', async () => {
  const cwd = await folderWith({ 'a/b.yaml': '' });
  await expect(checkTarget(join(cwd, 'a'), 'a', true)).rejects.toThrow('a is a folder, not a file.');
  await writeFile(join(cwd, 'file'), '');
  await expect(writeWhole(join(cwd, 'no/topics.yaml'), 'new', writing(false))).rejects.toThrow(
    /^Can't write topics\.yaml: ENOENT/,
  );
});
