import { execFileSync } from 'node:child_process';
import { chmod, chown, mkdir, readdir, readFile, readlink, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ExopsError } from '../../../src/lib/errors.js';
import { type KnownHosts, knownHostsFile, openKnownHosts } from '../../../src/lib/ssh/known-hosts.js';
import { formatPublicKey } from '../../../src/lib/ssh/public-key.js';
import { folderWith } from '../config/folder.js';
import { hostKeys } from '../hosts/trust/arbitraries.js';
import { ecdsa, ed25519 } from '../hosts/trust/host-keys.js';
import { realDeps, thisProcess } from './known-hosts-setting.js';

const id = 'i-0123456789abcdef0';
const other = 'i-0fedcba9876543210';
const clock = { now: () => Date.UTC(2026, 10, 21, 23, 59), sleep: () => Promise.resolve() };
const lineOf = (instanceId: string, key = ed25519(1)) =>
  `${instanceId} ${formatPublicKey(key)} source=tag 2026-11-21\n`;

async function fileWith(text: string): Promise<string> {
  return join(await folderWith({ 'state/known_hosts': Buffer.from(text, 'latin1') }), 'state/known_hosts');
}

const open = (file: string): KnownHosts => openKnownHosts(realDeps(file, { clock }));
const textOf = (file: string) => readFile(file, 'latin1');
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;

async function failureOf(work: Promise<unknown>): Promise<ExopsError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof ExopsError) return error;
  throw new Error('not refused', { cause: error });
}

describe('a file that is not there', () => {
  test('pins nothing, and is not made by looking or forgetting', async () => {
    const folder = await folderWith({});
    const knownHosts = open(join(folder, 'state/known_hosts'));
    expect(await knownHosts.find(id)).toEqual([]);
    expect(await knownHosts.forget(id)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
  });

  test('is made with its folder by the first pin, for the owner only', async () => {
    const file = join(await folderWith({}), 'a/b/known_hosts');
    await open(file).pin(id, ed25519(1), 'tag');
    expect(await textOf(file)).toBe(lineOf(id));
    expect(await modeOf(file)).toBe(0o600);
    expect(await modeOf(join(file, '..'))).toBe(0o700);
    expect(await readdir(join(file, '..'))).toEqual(['known_hosts']);
  });
});

describe('a pin', () => {
  test('is found by its instance, with its source and its day', async () => {
    const knownHosts = open(await fileWith(lineOf(other, ed25519(2))));
    await knownHosts.pin(id, ed25519(1), 'console');
    await knownHosts.pin(id, ecdsa(1), 'person');
    expect(await knownHosts.find(id)).toEqual([
      { key: ed25519(1), source: 'console', since: '2026-11-21' },
      { key: ecdsa(1), source: 'person', since: '2026-11-21' },
    ]);
    expect(await knownHosts.find(other)).toMatchObject([{ key: ed25519(2) }]);
    expect(await knownHosts.find('i-0123456789abcdef')).toEqual([]);
  });

  test('that is there already is not written again', async () => {
    const file = await fileWith(`${id} ${formatPublicKey(ed25519(1))}\n`);
    const before = await stat(file);
    await open(file).pin(id, ed25519(1), 'tag');
    expect(await stat(file)).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test('never joins another key of its type', async () => {
    const file = await fileWith(lineOf(id));
    const error = await failureOf(open(file).pin(id, ed25519(2), 'tag'));
    expect(error.message).toBe(`Another ssh-ed25519 key of ${id} is pinned already.`);
    expect(error.hint).toContain(`exops host forget ${id}`);
    expect(await textOf(file)).toBe(lineOf(id));
  });

  test('needs an instance id: nothing else gets into the file', async () => {
    const file = await fileWith('');
    for (const name of ['', 'kafka', 'i-0 x', `${id}\n*`]) {
      await expect(open(file).pin(name, ed25519(1), 'tag')).rejects.toThrow(TypeError);
    }
    expect(await textOf(file)).toBe('');
  });

  test('that somebody wrote by hand has neither source nor day', async () => {
    const file = await fileWith(`  ${id}\t${formatPublicKey(ed25519(1))} source=friend, seen 2026\r\n`);
    expect(await open(file).find(id)).toEqual([{ key: ed25519(1), source: undefined, since: undefined }]);
  });

  test('is one that OpenSSH finds', async ({ skip }) => {
    const file = await fileWith('');
    await open(file).pin(id, ed25519(1), 'tag');
    await open(file).pin(other, ecdsa(7), 'ssm');
    const found = (name: string) => {
      try {
        return execFileSync('ssh-keygen', ['-F', name, '-f', file], { encoding: 'utf8' });
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') skip('ssh-keygen is not installed');
        return '';
      }
    };
    expect(found(id)).toContain(`${id} ${formatPublicKey(ed25519(1))}`);
    expect(found(other)).toContain(`${other} ${formatPublicKey(ecdsa(7))}`);
    expect(found('i-00000000000000000')).toBe('');
  });
});

describe('forgetting', () => {
  test('takes all keys of the instance and nothing else', async () => {
    const rest = [lineOf(other), '# a note about i-0123456789abcdef0\n', '\n', 'example.com ssh-rsa AA\n'];
    const [first = '', ...others] = rest;
    const file = await fileWith([first, lineOf(id), ...others, lineOf(id, ecdsa(1))].join(''));
    const forgotten = await open(file).forget(id);
    expect(forgotten.map(({ key }) => key)).toEqual([ed25519(1), ecdsa(1)]);
    expect(await textOf(file)).toBe(rest.join(''));
  });

  test('and pinning leave every other line as it is, byte for byte', async () => {
    const line = fc.string({
      unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(line), hostKeys, async (lines, key) => {
        const text = lines.map((one) => `${one}\n`).join('');
        const file = await fileWith(text);
        await open(file).pin(id, key, 'tag');
        expect(await textOf(file)).toBe(text + lineOf(id, key));
        expect(await open(file).find(id)).toMatchObject([{ key }]);
        await open(file).forget(id);
        expect(await textOf(file)).toBe(text);
      }),
      { numRuns: 30 },
    );
  });

  test('ends a last line that had no end', async () => {
    const file = await fileWith(lineOf(other).trimEnd());
    await open(file).pin(id, ed25519(1), 'tag');
    expect(await textOf(file)).toBe(lineOf(other) + lineOf(id));
  });
});

describe('a line that can not be read', () => {
  const key = formatPublicKey(ed25519(1));
  const damaged = [
    ['a cut key', `${id} ${key.slice(0, -4)}`],
    ['a key of another type than it says', `${id} ${key.replace('ssh-ed25519', 'ssh-rsa')}`],
    ['a type nobody has', `${id} ssh-dss AAAAB3NzaC1kc3M=`],
    ['no key', id],
    ['several names', `${other},${id} ${key}`],
    ['a negated name', `!${id} ${key}`],
    ['a port', `[${id}]:2222 ${key}`],
    ['a marker', `@revoked ${id} ${key}`],
    ['bytes that are no text', `${id} \x00\xff\x80 ${key}`],
  ] as const;

  test.each(damaged)('(%s) is reported with its number when it is about this instance', async (_, line) => {
    const text = `# mine\n${lineOf(other)}${line}\n`;
    const file = await fileWith(text);
    const { find, pin, forget } = open(file);
    for (const work of [find, forget, (name: string) => pin(name, ed25519(1), 'tag')]) {
      const error = await failureOf(work(id));
      expect(error.message).toBe(`Line 3 of ${file} is about ${id} and can't be read.`);
      expect(error.hint).toMatch(/Correct the line, or remove it/);
    }
    expect(await textOf(file)).toBe(text);
  });

  test.each(damaged)('(%s) is left alone when it is about another one', async (_, line) => {
    const text = `${line}\n`;
    const file = await fileWith(text);
    const third = 'i-00000000000000003';
    await open(file).pin(third, ed25519(3), 'tag');
    expect(await open(file).find(third)).toMatchObject([{ key: ed25519(3) }]);
    expect(await textOf(file)).toBe(text + lineOf(third, ed25519(3)));
  });
});

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

test.each([
  [{ EXOPS_STATE_DIR: '/state', XDG_STATE_HOME: '/xdg' }, '/state/known_hosts'],
  [{ XDG_STATE_HOME: '/xdg' }, '/xdg/exops/known_hosts'],
  [{ XDG_STATE_HOME: 'relative' }, '/home/kim/.local/state/exops/known_hosts'],
  [{ XDG_STATE_HOME: '', EXOPS_STATE_DIR: '' }, '/home/kim/.local/state/exops/known_hosts'],
  [{}, '/home/kim/.local/state/exops/known_hosts'],
])('%j keeps pins in %s', (env, file) => {
  expect(knownHostsFile(env, '/home/kim')).toBe(file);
});
