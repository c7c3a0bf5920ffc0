import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { asText, readTextFile, unreadable } from '../../../src/lib/yaml/text-file.js';
import { messageOf } from '../config/failure.js';
import { folderWith } from '../config/folder.js';

const mebibyte = 1024 * 1024;

describe('readTextFile', () => {
  test('reads a text under the name it is shown by', async () => {
    const folder = await folderWith({ 'a.yaml': '\ufeffa: "ü"\n' });
    expect(await readTextFile(join(folder, 'a.yaml'), 'a.yaml')).toEqual({
      name: 'a.yaml',
      text: 'a: "ü"\n',
    });
  });

  test.each([
    ['missing.yaml', 'No such file: missing.yaml'],
    ['folder', 'folder is a folder, not a file.'],
    ['binary', "binary isn't a text file."],
    ['large', 'large is too large: 6 MiB, at most 5 MiB.'],
  ])('says why it can not read %s', async (name, message) => {
    const folder = await folderWith({
      'folder/file': '',
      binary: new Uint8Array([1, 0, 2]),
      large: new Uint8Array(6 * mebibyte).fill(32),
    });
    expect(await messageOf(() => readTextFile(join(folder, name), name))).toBe(message);
  });

  // Root may read everything, so the tests can't rely on a real file without the right.
  test('says when the right to read is missing', () => {
    const denied = Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' });
    expect(unreadable('a.yaml', denied)).toBe('No right to read a.yaml.');
  });
});

test('asText holds bytes from elsewhere to the same limits', async () => {
  expect(asText('-', new TextEncoder().encode('a: 1'))).toEqual({ name: '-', text: 'a: 1' });
  expect(asText('-', new Uint8Array(5 * mebibyte).fill(32)).text).toHaveLength(5 * mebibyte);
  expect(await messageOf(() => asText('-', new Uint8Array([0])))).toBe("- isn't a text file.");
  expect(await messageOf(() => asText('-', new Uint8Array(5 * mebibyte + 1)))).toMatch('- is too large');
});
