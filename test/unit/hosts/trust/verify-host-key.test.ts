import { describe, expect, test } from 'vitest';
import { AccessError, ExopsError } from '../../../../src/lib/errors.js';
import { HostKeyChangedError, UnknownHostKeyError } from '../../../../src/lib/hosts/trust/errors.js';
import { printOf } from '../../../../src/lib/hosts/trust/key-print.js';
import { formatHostKeyTag } from '../../../../src/lib/hosts/trust/tag.js';
import type { HostKey } from '../../../../src/lib/ssh/ssh.js';
import { boot, consoleOf, keysBlock } from './consoles.js';
import { ecdsa, ed25519, pinned, publicKeyLine } from './host-keys.js';
import { instanceId, type Verified, verified } from './verifying.js';

const key = ed25519(1);
const another = ed25519(2);
const { fingerprint } = printOf(key);
const tagOf = (...keys: readonly HostKey[]) => formatHostKeyTag(keys) ?? '';
const consoleWith = (...keys: readonly HostKey[]) => consoleOf(boot, keysBlock(keys));
const filesOf = (...keys: readonly HostKey[]) => keys.map((one) => `${publicKeyLine(one)}\n`).join('');
const nothing = { console: '', isManaged: false } as const;
const askedAws = [`agent ${instanceId}`, `console ${instanceId}`];

function expectRefused({ error, calls }: Verified, kind: typeof ExopsError): void {
  expect(error).toBeInstanceOf(kind);
  expect(error).toMatchObject({ exitCode: 1, message: expect.stringContaining('Nothing was sent to it.') });
  expect(calls.filter((call) => call.startsWith('pin'))).toEqual([]);
}

describe('a key that is known already', () => {
  test.each([
    ['pinned here', { pins: [pinned(key)] }, 'pinned here since 2026-11-21'],
    ['pinned by hand', { pins: [pinned(key, { source: undefined, since: undefined })] }, 'pinned here'],
    [
      'pinned here and there',
      { pins: [pinned(key)], tag: tagOf(key) },
      'pinned here and by the team (EC2 tag)',
    ],
  ])('(%s) is trusted without asking anybody', async (_, world, words) => {
    const { trust, calls } = await verified(key, world);
    expect(trust).toEqual({ source: 'pin', fingerprint, words });
    expect(calls).toEqual([]);
  });

  test('by the tag is trusted and pinned without asking anybody', async () => {
    const { trust, calls } = await verified(key, { tag: tagOf(ecdsa(1), key) });
    expect(trust).toEqual({ source: 'tag', fingerprint, words: 'pinned by the team (EC2 tag)' });
    expect(calls).toEqual([`pin ${instanceId} ssh-ed25519 true tag`]);
  });
});

describe('a key that AWS knows', () => {
  test('from the console is trusted and pinned, and Systems Manager is not waited for', async () => {
    let stopped = false;
    const { trust, calls } = await verified(key, {
      console: consoleWith(ecdsa(1), key),
      isManaged: (signal) =>
        new Promise((_, reject) => {
          signal?.addEventListener('abort', () => {
            stopped = true;
            reject(signal.reason);
          });
        }),
    });
    expect(trust).toEqual({
      source: 'console',
      fingerprint,
      words: 'shown by the console output, now pinned',
    });
    expect([...calls].sort()).toEqual([...askedAws, `pin ${instanceId} ssh-ed25519 true console`]);
    expect(stopped).toBe(true);
  });

  test.each([
    ['the console shows nothing', ''],
    ['the console shows the keys of another time', consoleWith(another)],
    ['the console may not be read', undefined],
    ['the console gives no answer', new ExopsError('EC2 does not answer.')],
  ])('from Systems Manager is trusted and pinned when %s', async (_, output) => {
    const { trust, calls } = await verified(key, {
      ...(output === undefined ? {} : { console: output }),
      isManaged: true,
      script: filesOf(ecdsa(1), key),
    });
    expect(trust).toMatchObject({ source: 'ssm', words: 'read through Systems Manager, now pinned' });
    expect(calls.at(-1)).toBe(`pin ${instanceId} ssh-ed25519 true ssm`);
    expect(calls).toContain(`run ${instanceId} cat /etc/ssh/ssh_host_*_key.pub`);
  });

  test('is what the trace tells', async () => {
    const { traces } = await verified(key, { console: '', isManaged: true, script: filesOf(key) });
    expect(traces).toEqual([
      `host key: presented ssh-ed25519 ${fingerprint}`,
      'host key: console output: shows no host keys; the instance prints them at its first boot only',
      `host key: Systems Manager: ssh-ed25519 ${fingerprint}`,
      'host key: pinned in /state/known_hosts',
    ]);
  });
});

describe('a key that has changed', () => {
  const expectation = (print: { fingerprint: string; type: string }) =>
    `expected  ${print.type} ${print.fingerprint}`;

  test.each([
    ['the pin', { pins: [pinned(another)] }, /the key pinned on this machine/],
    ['the tag', { tag: tagOf(another) }, /the EC2 tag exops:ssh-hostkey\. /],
    ['the console', { console: consoleWith(another), isManaged: false }, /the instance's console output/],
    [
      'Systems Manager',
      { console: '', isManaged: true, script: filesOf(another) },
      /through Systems Manager/,
    ],
  ])('since %s says so is refused, whatever the flags and the person say', async (_, world, by) => {
    const run = await verified(key, { ...world, acceptNew: true, answer: 'yes' });
    expectRefused(run, HostKeyChangedError);
    expect(run.error).toMatchObject({ message: expect.stringMatching(by) });
    expect(run.error).toMatchObject({ message: expect.stringContaining(expectation(printOf(another))) });
    expect(run.error).toMatchObject({
      message: expect.stringContaining(`got       ssh-ed25519 ${fingerprint}`),
    });
    expect(run.calls.filter((call) => call.startsWith('ask'))).toEqual([]);
  });

  test('from a pin can be forgotten with the command that the hint names', async () => {
    const { error } = await verified(key, { pins: [pinned(another)] });
    expect(error).toMatchObject({
      hint: `Only if the key was replaced on purpose, forget the old one: exops host forget ${instanceId}`,
    });
  });

  test('to one that the team has vouched for says so', async () => {
    const run = await verified(key, { pins: [pinned(another)], tag: tagOf(key) });
    expectRefused(run, HostKeyChangedError);
    expect(run.error).toMatchObject({ message: expect.stringContaining('the team seems to have replaced') });
  });

  test('in the tag, while the pin agrees, names both ways out', async () => {
    const run = await verified(key, { pins: [pinned(key)], tag: tagOf(another) });
    expectRefused(run, HostKeyChangedError);
    expect(run.error).toMatchObject({
      message: expect.stringContaining('somebody changed the tag, or this machine was misled'),
      hint: expect.stringContaining(`exops host pin ${instanceId}`),
    });
    expect(run.error).toMatchObject({ hint: expect.stringContaining(`exops host forget ${instanceId}`) });
  });

  test('to one of another type has an explanation of its own', async () => {
    const run = await verified(ecdsa(1), { pins: [pinned(key)] });
    expectRefused(run, HostKeyChangedError);
    expect(run.error).toMatchObject({ message: expect.stringContaining('has none any more') });
  });
});

test('a tag that can not be read is refused: somebody meant to vouch for a key', async () => {
  const { error, calls } = await verified(key, { tag: 'SHA256:\u001b[2J', acceptNew: true, answer: 'yes' });
  expect(error).toBeInstanceOf(UnknownHostKeyError);
  expect(error).toMatchObject({ message: expect.stringContaining("can't be read") });
  expect((error as Error).message).not.toContain('\u001b');
  expect(calls).toEqual([]);
});

describe('a key that nobody vouches for', () => {
  test.each(['yes', ' yes ', fingerprint])('is trusted and pinned when a person types %j', async (answer) => {
    const { trust, calls } = await verified(key, { ...nothing, answer });
    expect(trust).toEqual({ source: 'person', fingerprint, words: 'trusted by you, now pinned' });
    expect(calls.slice(-2)).toEqual([
      'ask Trust it? Type "yes", or paste the fingerprint you know: ',
      `pin ${instanceId} ssh-ed25519 true person`,
    ]);
  });

  test.each(['', 'y', 'Y', 'YES', 'no', 'yes please', 'end of input', 'SHA256', fingerprint.slice(0, -1)])(
    'is refused when a person types %j',
    async (answer) => {
      expectRefused(await verified(key, { ...nothing, answer }), UnknownHostKeyError);
    },
  );

  test('is compared with the fingerprint that a person pastes', async () => {
    const known = printOf(another).fingerprint;
    const run = await verified(key, { ...nothing, answer: known });
    expectRefused(run, UnknownHostKeyError);
    expect(run.error).toMatchObject({ message: expect.stringContaining(`expected  ${known}`) });
  });

  test('is shown with all that is known about it', async () => {
    const { err } = await verified(key, { isManaged: false, answer: 'no' });
    expect(err.split('\n')).toEqual([
      'Nobody vouches for the host key of kafka (i-0123456789abcdef0) yet:',
      '  instance         i-0123456789abcdef0, exchange-dev-kafka, 10.0.11.8',
      `  key              ssh-ed25519 ${fingerprint}`,
      '  EC2 tag          exops:ssh-hostkey is not set',
      '  console output   not allowed: console i-0123456789abcdef0 is not allowed.',
      "  Systems Manager  the instance's agent doesn't answer",
      '',
    ]);
  });

  test('is refused without a terminal; the flag and the command are named', async () => {
    const run = await verified(key, { ...nothing, isManaged: true, script: undefined as never });
    expectRefused(run, UnknownHostKeyError);
    expect(run.error).toMatchObject({
      message: expect.stringContaining(`ssh-ed25519 ${fingerprint}`),
      hint: expect.stringContaining('--accept-new-host-key'),
    });
    expect(run.error).toMatchObject({ hint: expect.stringContaining('exops host pin') });
  });

  test.each([undefined, 'no'])('is taken unseen with the flag (person: %j)', async (answer) => {
    const { trust, calls } = await verified(key, {
      ...nothing,
      acceptNew: true,
      ...(answer === undefined ? {} : { answer }),
    });
    expect(trust).toMatchObject({
      source: 'unseen',
      words: expect.stringContaining('--accept-new-host-key'),
    });
    expect([...calls].sort()).toEqual([...askedAws, `pin ${instanceId} ssh-ed25519 true unseen`]);
  });
});

describe('verifying', () => {
  test('fails when the key can not be pinned', async () => {
    const { error } = await verified(key, { tag: tagOf(key), pinError: new ExopsError('no place') });
    expect(error).toMatchObject({ message: 'no place' });
  });

  test('goes on without the rights to ask AWS, and without an answer', async () => {
    const failure = new ExopsError('EC2 is down.');
    const { trust, traces } = await verified(key, { console: failure, answer: 'yes' });
    expect(traces).toContain('host key: console output: no answer: EC2 is down.');
    expect(trust).toMatchObject({ source: 'person' });
    expect(traces).toContain(`host key: Systems Manager: not allowed: agent ${instanceId} is not allowed.`);
  });

  test('says what it waits for, and is done with that before it asks', async () => {
    const slow = async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return '';
    };
    const { err } = await verified(key, { console: slow, isManaged: false, answer: 'yes' });
    const [waiting, done, question] = err.split('\n');
    expect(waiting).toMatch(`Asking AWS for the host key of kafka (${instanceId})`);
    expect(done).toMatch(/done$/);
    expect(question).toMatch(/^Nobody vouches/);
  });

  test('shows nothing of what AWS says that a terminal would act on', async () => {
    const { err } = await verified(key, {
      console: new AccessError('\u001b[2Jno'),
      isManaged: false,
      answer: 'yes',
    });
    expect(err).toContain('not allowed: \\x1b[2Jno');
    expect(err).not.toContain('\u001b');
  });

  test.each(['console', 'isManaged', 'script', 'answer'])(
    'ends when it is interrupted (%s)',
    async (where) => {
      const stop = new AbortController();
      const interrupted = async () => {
        await new Promise((resolve) => setTimeout(resolve));
        stop.abort(new Error('Ctrl-C'));
        throw stop.signal.reason;
      };
      const world = { console: '', isManaged: true, script: '', answer: 'yes', stop };
      const { error, calls } = await verified(key, { ...world, [where]: interrupted });
      expect(error).toMatchObject({ message: 'Ctrl-C' });
      expect(calls.filter((call) => call.startsWith('pin'))).toEqual([]);
    },
  );
});
