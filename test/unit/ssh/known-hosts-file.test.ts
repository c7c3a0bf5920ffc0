import { chmod, chown, mkdir, readdir, readlink, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openKnownHosts } from '../../../src/lib/ssh/known-hosts.js';
import { folderWith } from '../config/folder.js';
import { ed25519 } from '../hosts/trust/host-keys.js';
import { failureOf, fileWith, id, lineOf, modeOf, open, other, textOf } from './known-hosts-files.js';
import { realDeps, thisProcess } from './known-hosts-setting.js';

describe('a file that somebody else could have written', () => {
  const refusalOf = async (file: string) => {
    const { message } = await failureOf(open(file).find(id));
    expect((await failureOf(open(file).pin(other, ed25519(1), 'tag'))).message).toBe(message);
    return message;
  };

  test.each([0o620, 0o602, 0o666])('(mode %o) is refused', async (mode) => {
    const file = await fileWith(lineOf(id));
    await chmod(file, mode);
    expect(await refusalOf(file)).toBe(`Can't trust ${file}: others may write to it.`);
    expect((await failureOf(open(file).find(id))).hint).toContain(`chmod go-w "${file}"`);
  });

  test('since its folder lets them is refused', async () => {
    const file = await fileWith(lineOf(id));
    const folder = join(file, '..');
    await chmod(folder, 0o770);
    expect(await refusalOf(file)).toBe(`Can't trust ${folder}: others may write to it.`);
    await chmod(folder, 0o1777);
    expect(await open(file).find(id)).toHaveLength(1);
  });

  test('since the folder of the link lets them is refused', async () => {
    const file = await fileWith(lineOf(id));
    const folder = await folderWith({});
    await symlink(file, join(folder, 'known_hosts'));
    await chmod(folder, 0o777);
    expect(await refusalOf(join(folder, 'known_hosts'))).toBe(
      `Can't trust ${folder}: others may write to it.`,
    );
  });

  test('as it is theirs is refused', async ({ skip }) => {
    if (thisProcess.uid !== 0) skip('only root can give files away');
    const file = await fileWith(lineOf(id));
    await chown(file, 4711, 4711);
    expect(await refusalOf(file)).toBe(`Can't trust ${file}: it belongs to another user (uid 4711).`);
  });

  test('as it is a file of root is taken', async ({ skip }) => {
    if (thisProcess.uid !== 0) skip('only root has files of root');
    const file = await fileWith(lineOf(id));
    const self = { ...thisProcess, uid: 4711 };
    expect(await openKnownHosts(realDeps(file, { self })).find(id)).toHaveLength(1);
  });

  test('is taken where files have neither owner nor mode', async () => {
    const file = await fileWith(lineOf(id));
    await chmod(file, 0o666);
    const self = { ...thisProcess, uid: undefined };
    expect(await openKnownHosts(realDeps(file, { self })).find(id)).toHaveLength(1);
  });

  test('but can only be read may be readable for all', async () => {
    const file = await fileWith(lineOf(id));
    await chmod(file, 0o644);
    expect(await open(file).find(id)).toHaveLength(1);
    await open(file).pin(other, ed25519(1), 'tag');
    expect(await modeOf(file)).toBe(0o600);
  });
});

describe('a symbolic link', () => {
  test.each(['there', 'yet to be made'])('is kept; its file, which is %s, is written', async (state) => {
    const folder = await folderWith({ 'dotfiles/readme': '', 'state/readme': '' });
    const file = join(folder, 'state/known_hosts');
    const target = join(folder, 'dotfiles/hosts');
    if (state === 'there') await writeFile(target, lineOf(other), { mode: 0o600 });
    await symlink('../dotfiles/middle', file);
    await symlink('hosts', join(folder, 'dotfiles/middle'));
    await open(file).pin(id, ed25519(1), 'tag');
    expect(await textOf(target)).toBe((state === 'there' ? lineOf(other) : '') + lineOf(id));
    expect(await open(file).find(id)).toHaveLength(1);
    expect(await readlink(file)).toBe('../dotfiles/middle');
    expect(await readdir(join(folder, 'state'))).toEqual(['known_hosts', 'readme']);
    expect((await readdir(join(folder, 'dotfiles'))).sort()).toEqual(['hosts', 'middle', 'readme']);
  });

  test('is relative to the folder that it is in', async () => {
    const folder = await folderWith({ 'dotfiles/deep/readme': '' });
    await symlink('dotfiles/deep', join(folder, 'state'));
    await symlink('../hosts', join(folder, 'state/known_hosts'));
    await open(join(folder, 'state/known_hosts')).pin(id, ed25519(1), 'tag');
    expect(await textOf(join(folder, 'dotfiles/hosts'))).toBe(lineOf(id));
  });

  test('to itself is refused', async () => {
    const file = join(await folderWith({}), 'known_hosts');
    await symlink('known_hosts', file);
    expect((await failureOf(open(file).find(id))).message).toBe(
      `${file} is a symbolic link that leads nowhere.`,
    );
  });
});

describe('what is no file, or has no place', () => {
  test('is named with what the system says', async () => {
    const file = join(await folderWith({ state: '' }), 'state/known_hosts');
    const nowhere = open(file);
    expect((await failureOf(nowhere.find(id))).message).toMatch(`Can't read ${file}: ENOTDIR`);
    const { message, hint } = await failureOf(nowhere.pin(id, ed25519(1), 'tag'));
    expect(message).toMatch(`Can't write ${file}: EEXIST`);
    expect(hint).toBe('EXOPS_STATE_DIR can name another folder for it.');
  });

  test('is refused when it is a folder', async () => {
    const folder = await folderWith({});
    await mkdir(join(folder, 'known_hosts'));
    await expect(open(join(folder, 'known_hosts')).find(id)).rejects.toThrow('is not a file.');
  });
});
