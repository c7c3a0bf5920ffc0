import { expect, test } from 'vitest';
import { AwsError, AwsUnreachableError, MissingRightError } from '../../../../src/lib/aws/aws-errors.js';
import { explainSsh, judgeSsh } from '../../../../src/lib/doctor/ssh/judge-ssh.js';
import { ExopsError } from '../../../../src/lib/errors.js';
import { DialTimeout, explainDial } from '../../../../src/lib/hosts/route/explain-dial.js';
import { HostKeyChangedError, UnknownHostKeyError } from '../../../../src/lib/hosts/trust/errors.js';
import { explainForward } from '../../../../src/lib/ssh/direct-tcpip.js';
import {
  SshAuthError,
  SshConnectionLostError,
  SshHandshakeError,
  SshHostKeyError,
  SshTimeoutError,
} from '../../../../src/lib/ssh/errors.js';

const dial = (cause: Error) => explainDial(cause, '198.51.100.7', { name: 'kafka', port: 22 });
const system = (code: string) => Object.assign(new Error(code), { code });
const forward = (reason: number, words: string) =>
  explainForward(
    Object.assign(new Error(`(SSH) Channel open failure: ${words}`), { reason }),
    'bastion',
    '10.0.0.7',
    22,
  );
const right = (action: string) => ({ action, resource: undefined, principal: undefined, reason: undefined });
const push = 'ec2-instance-connect:SendSSHPublicKey';

test.each<[string, Error, string]>([
  ['nobody answers', dial(new DialTimeout(8_000)), 'ssh-silent'],
  ['nobody answers the system', dial(system('ETIMEDOUT')), 'ssh-silent'],
  ['there is no way', dial(system('EHOSTUNREACH')), 'ssh-silent'],
  ['nobody listens', dial(system('ECONNREFUSED')), 'ssh-refused'],
  ['no such name', dial(system('ENOTFOUND')), 'ssh-failed'],
  ['from the host before: no answer', new ExopsError("Can't reach SSH: no answer in 8.0 s."), 'ssh-silent'],
  ['from the host before: refused', forward(2, 'Connection refused'), 'ssh-refused'],
  ['from the host before: timed out', forward(2, 'Connection timed out'), 'ssh-silent'],
  ['the host before forbids it', forward(1, 'administratively prohibited'), 'ssh-forwarding-off'],
  ['no connection in time', new SshTimeoutError('late', 'dial', ''), 'ssh-silent'],
  ['no greeting in time', new SshTimeoutError('late', 'greeting', ''), 'ssh-not-ssh'],
  ['no keys in time', new SshTimeoutError('late', 'key exchange', ''), 'ssh-not-ssh'],
  ['no login in time', new SshTimeoutError('late', 'login', ''), 'ssh-failed'],
  ['no SSH', new SshHandshakeError('HTTP'), 'ssh-not-ssh'],
  ['another key', new HostKeyChangedError('changed'), 'ssh-host-key-changed'],
  ["a key that isn't its own", new SshHostKeyError('strange'), 'ssh-host-key-changed'],
  ['a key of nobody', new UnknownHostKeyError('unknown'), 'ssh-host-key-unknown'],
  ['the key is refused', new SshAuthError('refused'), 'ssh-login-refused'],
  ['the push is denied', new MissingRightError(right(push), 'denied'), 'ssh-key-push-refused'],
  ['the push fails', new AwsError('ServiceException', `${push} failed: no`), 'ssh-key-push-refused'],
  ['another right', new MissingRightError(right('ec2:DescribeInstances'), 'denied'), 'aws-right-missing'],
  ['AWS is silent', new AwsUnreachableError(undefined, 'silent'), 'aws-unreachable'],
  ['the connection ends', new SshConnectionLostError('lost'), 'ssh-failed'],
])('%s: %s', (_, error, problem) => {
  expect(explainSsh(error)).toMatchObject({ verdict: 'broken', problem });
});

test('who is refused is told as a matter of rights', () => {
  expect(explainSsh(new SshAuthError('refused')).access).toBe(true);
  expect(explainSsh(new MissingRightError(right(push), 'denied')).access).toBe(true);
});

test('a login names each host, how it was reached, and why its key is trusted', () => {
  const ways = ['bastion (i-1) at 198.51.100.7', 'kafka (i-2) at 10.0.0.7 through bastion'];
  const login = {
    verdict: 'ok',
    saw: 'bastion (i-1) at 198.51.100.7, then kafka (i-2) at 10.0.0.7 through bastion; host key pinned here',
  };
  expect(judgeSsh(ways, 'pinned here', undefined)).toEqual([login]);
  expect(judgeSsh(ways, 'pinned here', forward(1, 'administratively prohibited'))).toEqual([
    login,
    {
      verdict: 'broken',
      saw: "bastion doesn't forward to 10.0.0.7:22: administratively prohibited.",
      problem: 'ssh-forwarding-off',
      next: ['Its sshd_config forbids it: AllowTcpForwarding, DisableForwarding or PermitOpen.'],
    },
  ]);
});
