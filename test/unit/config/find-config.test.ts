import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { findConfig } from '../../../src/lib/config/find-config.js';
import { messageOf } from './failure.js';
import { folderWith } from './folder.js';

const home = '/nonexistent-home';

describe('findConfig', () => {
  test('the nearest file upward wins', async () => {
    const root = await folderWith({ 'exops.yaml': '', 'a/b/exops.yaml': '', 'a/b/c/d/x': '', 'a/e/x': '' });
    const from = (folder: string) => findConfig({ cwd: join(root, folder), home, env: {} });
    expect(await from('.')).toBe(join(root, 'exops.yaml'));
    expect(await from('a/b/c/d')).toBe(join(root, 'a/b/exops.yaml'));
    expect(await from('a/e')).toBe(join(root, 'exops.yaml'));
  });

  test('a folder of that name is passed over', async () => {
    const root = await folderWith({ 'exops.yaml': '', 'a/exops.yaml/x': '' });
    expect(await findConfig({ cwd: join(root, 'a'), home, env: {} })).toBe(join(root, 'exops.yaml'));
  });

  test('then the personal one is taken', async () => {
    const root = await folderWith({
      'work/x': '',
      'home/.config/exops/config.yaml': '',
      'xdg/exops/config.yaml': '',
    });
    const input = { cwd: join(root, 'work'), home: join(root, 'home') };
    const usual = join(root, 'home/.config/exops/config.yaml');
    expect(await findConfig({ ...input, env: {} })).toBe(usual);
    expect(await findConfig({ ...input, env: { XDG_CONFIG_HOME: '' } })).toBe(usual);
    expect(await findConfig({ ...input, env: { XDG_CONFIG_HOME: '../xdg' } })).toBe(usual);
    expect(await findConfig({ ...input, env: { XDG_CONFIG_HOME: join(root, 'xdg') } })).toBe(
      join(root, 'xdg/exops/config.yaml'),
    );
    expect(await findConfig({ ...input, env: { XDG_CONFIG_HOME: join(root, 'work') } })).toBeUndefined();
  });

  test('a named file beats all that could be found; the flag beats the variable', async () => {
    const cwd = await folderWith({ 'exops.yaml': '', 'one.yaml': '', 'two.yaml': '' });
    const env = { EXOPS_CONFIG: 'one.yaml' };
    expect(await findConfig({ cwd, home, env })).toBe(join(cwd, 'one.yaml'));
    expect(await findConfig({ cwd, home, env, config: join(cwd, 'two.yaml') })).toBe(join(cwd, 'two.yaml'));
    expect(await findConfig({ cwd, home, env: { EXOPS_CONFIG: '' } })).toBe(join(cwd, 'exops.yaml'));
  });

  test('a named file that is missing is an error, and none is searched instead', async () => {
    const cwd = await folderWith({ 'exops.yaml': '', 'folder/x': '' });
    const find = (config: string | undefined, env = {}) =>
      messageOf(() => findConfig({ cwd, home, env, config }));
    expect(await find('nope.yaml')).toBe('--config names no file: "nope.yaml"');
    expect(await find('folder')).toBe('--config names no file: "folder"');
    expect(await find('')).toBe('--config names no file: ""');
    expect(await find(undefined, { EXOPS_CONFIG: 'nope.yaml' })).toBe(
      'EXOPS_CONFIG names no file: "nope.yaml"',
    );
  });
});
