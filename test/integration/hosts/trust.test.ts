import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Context } from '../../../src/context.js';
import type { Aws } from '../../../src/lib/aws/aws.js';
import { runChange } from '../../../src/lib/change/run-change.js';
import { HostKeyChangedError, UnknownHostKeyError } from '../../../src/lib/hosts/trust/errors.js';
import { forgetCapability } from '../../../src/lib/hosts/trust/forget-capability.js';
import { printOf } from '../../../src/lib/hosts/trust/key-print.js';
import { pinCapability } from '../../../src/lib/hosts/trust/pin-capability.js';
import { formatHostKeyTag, hostKeyTag } from '../../../src/lib/hosts/trust/tag.js';
import { hostKeyVerifier } from '../../../src/lib/hosts/trust/verify-host-key.js';
import { type KnownHosts, openKnownHosts } from '../../../src/lib/ssh/known-hosts.js';
import type { HostKey } from '../../../src/lib/ssh/ssh.js';
import type { Output, Terminal } from '../../../src/lib/terminal/terminal.js';
import { folderWith } from '../../unit/config/folder.js';
import { boot, consoleOf, end, fingerprintsBlock, keysBlock } from '../../unit/hosts/trust/consoles.js';
import { ecdsa, ed25519, publicKeyLine, rsa } from '../../unit/hosts/trust/host-keys.js';
import { realClock, realDeps, thisProcess } from '../../unit/ssh/known-hosts-setting.js';
import { noBytes } from '../../unit/terminal/no-bytes.js';
import { failureOf, type OpenedAws, openLab as open } from '../aws/opened-aws.js';

const key = ed25519(1);
const another = ed25519(2);
const all = [rsa(1), ecdsa(1), key];
const signal = new AbortController().signal;

const filesOf = (keys: readonly HostKey[]) => keys.map((one) => `${publicKeyLine(one)}\n`).join('');
const consoleWith = (keys: readonly HostKey[]) =>
  consoleOf(boot, fingerprintsBlock(keys), keysBlock(keys), end);

const quiet: Output = {
  isTerminal: false,
  columns: Number.POSITIVE_INFINITY,
  colorLevel: 0,
  line: () => {},
  write: () => {},
};

/** Where nobody is. */
const terminal: Terminal = {
  out: quiet,
  err: quiet,
  canAsk: false,
  isCi: true,
  ask: () => Promise.reject(new Error('nobody is there')),
  bytes: noBytes,
  readInput: () => Promise.resolve(new Uint8Array()),
};

async function newKnownHosts(): Promise<KnownHosts> {
  return openKnownHosts(realDeps(join(await folderWith({}), 'exops/known_hosts')));
}

/** Finds the instance and verifies this key as its own. */
async function verify(
  aws: Aws,
  instanceId: string,
  knownHosts: KnownHosts,
  { presented = key, acceptNew = false, trace = (_: string) => {} } = {},
) {
  const [instance] = await aws.ec2.describeInstances({ ids: [instanceId] });
  if (instance === undefined) throw new Error('no instance');
  const input = { instance, acceptNew, shownName: `kafka (${instanceId})` };
  return hostKeyVerifier({ knownHosts, aws, terminal, signal, trace }, input)(presented);
}

describe('verifying a host key', () => {
  test('by its tag costs no call, and by its pin neither', async () => {
    const { aws, lab, actions } = open();
    const id = await lab.runInstance({ tags: { [hostKeyTag]: formatHostKeyTag(all) ?? '' } });
    const knownHosts = await newKnownHosts();
    expect(await verify(aws, id, knownHosts)).toMatchObject({ source: 'tag' });
    expect(await verify(aws, id, knownHosts)).toMatchObject({ source: 'pin' });
    const error = await failureOf(verify(aws, id, knownHosts, { presented: another, acceptNew: true }));
    expect(error).toBeInstanceOf(HostKeyChangedError);
    expect(await actions()).toEqual(['DescribeInstances', 'DescribeInstances', 'DescribeInstances']);
  });

  test('by the console output pins it', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance();
    await lab.setConsoleOutput(id, consoleWith(all));
    const knownHosts = await newKnownHosts();
    expect(await verify(aws, id, knownHosts)).toMatchObject({ source: 'console' });
    expect(await knownHosts.find(id)).toMatchObject([{ key, source: 'console' }]);
    await lab.setConsoleOutput(id, '');
    expect(await verify(aws, id, knownHosts)).toMatchObject({ source: 'pin' });
  });

  test('against the console output is refused', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance();
    await lab.setConsoleOutput(id, consoleWith(all));
    const knownHosts = await newKnownHosts();
    const error = await failureOf(verify(aws, id, knownHosts, { presented: another, acceptNew: true }));
    expect(error).toBeInstanceOf(HostKeyChangedError);
    expect(await knownHosts.find(id)).toEqual([]);
  });

  test('through Systems Manager runs one script', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ ssm: 'Online' });
    await lab.setScriptOutput(id, { stdout: filesOf(all) });
    expect(await verify(aws, id, await newKnownHosts())).toMatchObject({ source: 'ssm' });
    expect(await lab.scripts(id)).toMatchObject([{ commands: ['cat /etc/ssh/ssh_host_*_key.pub'] }]);
  });

  test.each([
    ['against Systems Manager is refused', { stdout: filesOf([another]) }, HostKeyChangedError],
    ["is nobody's word when the script fails", { status: 'Failed' } as const, UnknownHostKeyError],
  ])('%s', async (_, output, kind) => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ ssm: 'Online' });
    await lab.setScriptOutput(id, output);
    expect(await failureOf(verify(aws, id, await newKnownHosts()))).toBeInstanceOf(kind);
  });

  test('without any right names all that was tried, and goes on only with the flag', async () => {
    const { aws, lab } = open();
    const id = await lab.runInstance({ ssm: 'Online' });
    await lab.setConsoleOutput(id, consoleWith(all));
    const denied = { code: 'UnauthorizedOperation', message: 'You are not authorized.', status: 403 };
    await lab.fault({ service: 'ec2', action: 'GetConsoleOutput', ...denied });
    await lab.fault({ service: 'ssm', ...denied, code: 'AccessDeniedException' });
    const knownHosts = await newKnownHosts();
    const error = await failureOf(verify(aws, id, knownHosts));
    expect(error).toBeInstanceOf(UnknownHostKeyError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /EC2 tag: .*\n.*console output: not allowed: .*\n.*Systems Manager: not allowed: /,
      ),
      hint: expect.stringContaining('--accept-new-host-key'),
    });
    expect(await verify(aws, id, knownHosts, { acceptNew: true })).toMatchObject({ source: 'unseen' });
  });
});

describe('the team', () => {
  const context = (stateFolder: string): Context => ({
    terminal,
    clock: realClock,
    env: { EXOPS_STATE_DIR: stateFolder },
    cwd: '/',
    home: '/nowhere',
    user: 'kim',
    self: thisProcess,
    signal,
  });

  const scene = async (answer: { yes?: boolean; confirm?: string }) => ({
    context: context(await folderWith({})),
    progress: {
      during: <Result>(_: string, work: (update: () => void) => Promise<Result>) => work(() => {}),
    },
    options: {
      ...{ dryRun: false, check: false, yes: false, confirm: undefined, output: 'table' as const },
      ...answer,
    },
    target: {},
    place: 'dev',
    isProtected: false,
    observing: 'Reading',
  });

  const pin = async (
    { aws }: OpenedAws,
    instanceId: string,
    knownHosts: KnownHosts,
    answer: { yes?: boolean; confirm?: string },
  ) =>
    runChange({
      ...(await scene(answer)),
      command: 'host pin',
      capability: pinCapability(
        { ec2: aws.ec2, knownHosts, clock: realClock },
        { instanceId, name: 'kafka' },
      ),
    });

  test('trusts the key that one of them verified and pinned for all', async () => {
    const opened = open();
    const { aws, lab } = opened;
    const id = await lab.runInstance();
    await lab.setConsoleOutput(id, consoleWith(all));
    const mine = await newKnownHosts();
    expect(await pin(opened, id, mine, { yes: true })).toBe(1);
    await verify(aws, id, mine);
    expect(await pin(opened, id, mine, { yes: true })).toBe(0);
    expect((await lab.describeInstance(id)).tags[hostKeyTag]).toBe(formatHostKeyTag([key]));
    await lab.setConsoleOutput(id, '');
    expect(await verify(aws, id, await newKnownHosts())).toMatchObject({ source: 'tag' });
    expect(await pin(opened, id, mine, { yes: true })).toBe(0);
  });

  test('replaces a key in words, and whoever has the old one is refused until they forget it', async () => {
    const opened = open();
    const { aws, lab } = opened;
    const id = await lab.runInstance({ tags: { [hostKeyTag]: formatHostKeyTag([another]) ?? '' } });
    const theirs = await newKnownHosts();
    await verify(aws, id, theirs, { presented: another });
    const mine = await newKnownHosts();
    await mine.pin(id, key, 'person');
    await expect(pin(opened, id, mine, { yes: true })).rejects.toThrow('--yes is not enough');
    expect(await pin(opened, id, mine, { confirm: 'kafka' })).toBe(0);
    const error = await failureOf(verify(aws, id, theirs));
    expect(error).toMatchObject({
      message: expect.stringContaining(`expected  ssh-ed25519 ${printOf(another).fingerprint}`),
      hint: expect.stringContaining(`exops host forget ${id}`),
    });
    const forgotten = await runChange({
      ...(await scene({ yes: true })),
      command: 'host forget',
      capability: forgetCapability(theirs, { instanceId: id, name: 'kafka' }),
    });
    expect(forgotten).toBe(0);
    expect(await verify(aws, id, theirs)).toMatchObject({ source: 'tag' });
  });

  test('is told when the right to set tags is missing', async () => {
    const opened = open();
    const { lab } = opened;
    const id = await lab.runInstance();
    await lab.fault({ service: 'ec2', action: 'CreateTags', code: 'UnauthorizedOperation', status: 403 });
    const mine = await newKnownHosts();
    await mine.pin(id, key, 'person');
    expect(await pin(opened, id, mine, { yes: true })).toBe(4);
  });

  test('has the tag although its answer was lost', async () => {
    const opened = open();
    const { lab } = opened;
    const id = await lab.runInstance();
    await lab.fault({ service: 'ec2', action: 'CreateTags', drop: true, carriedOut: true });
    const mine = await newKnownHosts();
    await mine.pin(id, key, 'person');
    expect(await pin(opened, id, mine, { yes: true })).toBe(0);
    expect((await lab.describeInstance(id)).tags[hostKeyTag]).toBe(formatHostKeyTag([key]));
  });
});
