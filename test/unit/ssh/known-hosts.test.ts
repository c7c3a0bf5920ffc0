import { execFileSync } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { knownHostsFile } from '../../../src/lib/ssh/known-hosts.js';
import { formatPublicKey } from '../../../src/lib/ssh/public-key.js';
import { folderWith } from '../config/folder.js';
import { hostKeys } from '../hosts/trust/arbitraries.js';
import { ecdsa, ed25519 } from '../hosts/trust/host-keys.js';
import { failureOf, fileWith, id, lineOf, modeOf, open, other, textOf } from './known-hosts-files.js';

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
    // By a variable: it is a program of the machine, not of a package.
    const program = 'ssh-keygen';
    const found = (name: string) => {
      try {
        return execFileSync(program, ['-F', name, '-f', file], { encoding: 'utf8' });
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
    const rest = [lineOf(other), `#${lineOf(id)}`, '\n', 'example.com ssh-rsa AA\n'];
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
      { numRuns: 15 },
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

test.each([
  [{ EXOPS_STATE_DIR: '/state', XDG_STATE_HOME: '/xdg' }, '/state/known_hosts'],
  [{ XDG_STATE_HOME: '/xdg' }, '/xdg/exops/known_hosts'],
  [{ XDG_STATE_HOME: 'relative' }, '/home/kim/.local/state/exops/known_hosts'],
  [{ XDG_STATE_HOME: '', EXOPS_STATE_DIR: '' }, '/home/kim/.local/state/exops/known_hosts'],
  [{}, '/home/kim/.local/state/exops/known_hosts'],
])('%j keeps pins in %s', (env, file) => {
  expect(knownHostsFile(env, '/home/kim')).toBe(file);
});
