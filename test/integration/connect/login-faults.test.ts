import { describe, expect, test, vi } from 'vitest';
import type { SshHostOptions } from '../../lab/ssh/host.js';
import { cutLine } from './cut-line.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

const refusalHint = `  These look alike from here: another user name belongs to this image (ec2-user, ubuntu, admin); EC2 Instance
  Connect isn't installed, or sshd runs another AuthorizedKeysCommand; the instance metadata service is off;
  the machine is too busy to ask for the key within 5 s, or its clock is wrong.
`;

async function hostWith(ssh: SshHostOptions = {}) {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'choosy-host', ssh);
  const place = await laptop(aws, `hosts: { x: ${host.settings} }`);
  const label = `x (${host.instanceId})`;
  const target = `dev · 123456789012 ap-northeast-2 · ${label} · 127.0.0.1\n`;
  return { ...place, host, label, target };
}

describe('a login that the host refuses', () => {
  test('for another user: tried twice, with what it may be', async () => {
    const { aws, exops, label, target, host } = await hostWith();
    const result = await exops('connect --user nobody-here -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}${label} doesn't let nobody-here in: it refused the key that was made for this login, twice.\n${refusalHint}`,
    });
    const pushes = await aws.pushes();
    expect(pushes.map(({ user, instanceId }) => [user, instanceId])).toEqual([
      ['nobody-here', host.instanceId],
      ['nobody-here', host.instanceId],
    ]);
  });

  test('for another user, where the host is known: no oftener', async () => {
    const { aws, exops, label, target } = await hostWith();
    expect((await exops('connect -- true')).code).toBe(0);
    const before = (await aws.pushes()).length;
    const result = await exops('connect --user nobody-here -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}${label} doesn't let nobody-here in: it refused the key that was made for this login, twice.\n${refusalHint}`,
    });
    expect((await aws.pushes()).length - before).toBe(2);
  });

  const ways = 'See PubkeyAuthentication and AuthenticationMethods in its sshd_config.';

  test.each([
    ['every way', ['PubkeyAuthentication no'], 'with a key; it offers: nothing else either.', `  ${ways}\n`],
    [
      'keys',
      ['PubkeyAuthentication no', 'PasswordAuthentication yes'],
      'with a key; it offers: password.',
      `  ${ways}\n`,
    ],
    [
      'more than one try',
      ['MaxAuthTries 1', 'DenyUsers exops-lab*'],
      ': Too many authentication failures.',
      refusalHint,
    ],
  ])('%s: pushed once, and not retried', async (_, extraConfig, why, hint) => {
    const { aws, exops, label, target, host } = await hostWith({ extraConfig });
    const result = await exops('connect -- true');
    const who = `${label} doesn't let ${host.user} in`;
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}${who}${why.startsWith(':') ? '' : ' '}${why}\n${hint}`,
    });
    expect(await aws.pushes()).toHaveLength(1);
  });

  test('because it wants more than a key', async () => {
    const extraConfig = ['AuthenticationMethods publickey,password', 'PasswordAuthentication yes'];
    const { aws, exops, label, target, host } = await hostWith({ extraConfig });
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}${label} accepted the key of ${host.user} and asks for more, which exops can't give: password.
  See AuthenticationMethods in its sshd_config.
`,
    });
    expect(await aws.pushes()).toHaveLength(1);
  });

  test('after the login: no session', async () => {
    const { exops, label } = await hostWith({ extraConfig: ['MaxSessions 0'] });
    const result = await exops('connect -- true');
    expect(result.code).toBe(255);
    expect(
      result.stderr.split('\n').slice(-3).join('\n'),
    ).toBe(`${label} didn't start the command: open failed.
  Its sshd_config may limit what it starts: MaxSessions, PermitTTY, ForceCommand.
`);
  });
});

describe('a key push that AWS refuses', () => {
  test.each([
    ['InvalidArgsException', 'SSH Public key is invalid.', 400],
    ['ServiceException', 'The service encountered an error. Follow the instructions and try again.', 500],
  ])('%s, in its words', async (code, message, status) => {
    const { aws, exops, target, host } = await hostWith();
    await aws.fault({ service: 'ec2-instance-connect', code, message, status });
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}ec2-instance-connect:SendSSHPublicKey for ${host.instanceId} failed: ${message} (${code})\n`,
    });
  });
});

test('a host key that has changed is refused, with both keys and the way out', async () => {
  const { aws, exops, host, label, target } = await hostWith();
  await exops('connect -- true');
  const [expected] = host.fingerprints();
  const pushed = (await aws.pushes()).length;
  await host.restart({ newHostKeys: true });
  const [got] = host.fingerprints();
  for (const options of [{}, { tty: true, columns: 500 }]) {
    for (const flags of ['', '--accept-new-host-key ']) {
      const result = await exops(`connect ${flags}-- true`, options);
      expect({ ...result, stderr: said(result) }).toMatchObject({
        code: 255,
        questions: [],
        stderr: `${target}The host key of ${label} doesn't agree with the key pinned on this machine. Nothing was sent to it.
  expected  ssh-ed25519 ${expected}
  got       ssh-ed25519 ${got}
Somebody may be in between, or the key was replaced.
  Only if the key was replaced on purpose, forget the old one: exops host forget ${host.instanceId}
`,
      });
    }
  }
  expect((await aws.pushes()).length).toBe(pushed);
});

describe('a host that nobody vouches for', () => {
  async function unvouched(ssh: SshHostOptions = {}) {
    const opened = await hostWith(ssh);
    await opened.aws.setConsoleOutput(opened.host.instanceId, '');
    return opened;
  }

  test('in a pipe is refused, with everybody who was asked', async () => {
    const { exops, host, label, target } = await unvouched();
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}Nobody vouches for the host key of ${label}, and there is no terminal to ask on. Nothing was sent to it.
  ssh-ed25519 ${host.fingerprints()[0]}
  EC2 tag: exops:ssh-hostkey is not set
  console output: shows no host keys; the instance prints them at its first boot only
  Systems Manager: the instance's agent doesn't answer
  Connect once from a terminal and pin the key for the team: exops host pin
  Or take it unseen, where nobody can be in between: --accept-new-host-key
`,
    });
    const unseen = await exops('connect --accept-new-host-key -- echo in');
    expect(unseen).toMatchObject({ code: 0, stdout: 'in\n' });
  });

  test('on a terminal is asked about before anything is pushed, and a wrong fingerprint is a no', async () => {
    const { aws, exops, host, label } = await unvouched();
    const other = `SHA256:${'A'.repeat(43)}`;
    const pushes: number[] = [];
    const onQuestion = async () => {
      pushes.push((await aws.pushes()).length);
    };
    const wrong = await exops('connect -- true', { tty: true, columns: 500, answers: [other], onQuestion });
    expect(wrong.code).toBe(255);
    expect(said(wrong)).toContain(
      `The host key of ${label} is not the one you know. Nothing was sent to it.\n`,
    );
    const [fingerprint = ''] = host.fingerprints();
    const right = await exops('connect -- true', {
      tty: true,
      columns: 500,
      answers: [fingerprint],
      onQuestion,
    });
    expect(right.code).toBe(0);
    expect(right.questions).toEqual(['Trust it? Type "yes", or paste the fingerprint you know: ']);
    expect(pushes).toEqual([0, 0]);
    expect(await aws.pushes()).toHaveLength(1);
  });

  test('is asked about for longer than sshd waits: nothing is pushed, and the answer is remembered', async () => {
    const { aws, host, label } = await unvouched({ extraConfig: ['LoginGraceTime 1'] });
    const line = await cutLine(host.port);
    const settings = host.settings.replace(`port: ${host.port}`, `port: ${line.port}`);
    const { exops } = await laptop(aws, `hosts: { x: ${settings} }`);
    const onQuestion = () => vi.waitFor(() => expect(line.open()).toBe(0), { timeout: 20_000 });
    const late = await exops('connect -- true', { tty: true, columns: 500, answers: ['yes'], onQuestion });
    expect(late.code).toBe(255);
    const [reason, hint] = late.stderr.split('\n').slice(-3);
    expect(reason).toBe(
      `The connection to ${label} ended while its host key was being verified: the other side closed it.`,
    );
    expect(hint).toBe(
      '  sshd waits two minutes for a login, unless its LoginGraceTime says otherwise. Try again.',
    );
    expect(await aws.pushes()).toEqual([]);
    expect((await exops('connect -- true')).code).toBe(0);
  });
});
