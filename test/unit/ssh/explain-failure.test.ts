import { describe, expect, test } from 'vitest';
import { AccessError, ExopsError } from '../../../src/lib/errors.js';
import { SshAuthError, SshConnectionLostError, SshHandshakeError } from '../../../src/lib/ssh/errors.js';
import { type Attempt, explainFailure, explainRefusal } from '../../../src/lib/ssh/explain-failure.js';

const name = 'kafka (i-0123456789abcdef0)';
const openssh = 'SSH-2.0-OpenSSH_9.6\r\n\0\0\u0004';

function attempt(changes: Partial<Omit<Attempt, 'heard'>> & { heard?: string } = {}): Attempt {
  const { heard = '', ...rest } = changes;
  return {
    ...{ name, user: 'ec2-user', stage: 'handshake', refusals: 0 },
    ...rest,
    heard: () => Buffer.from(heard, 'latin1'),
  };
}

describe('a connection that ends before the login', () => {
  test.each([
    ['without a word', undefined, '', `${name} accepted the connection and closed it without a word.`],
    [
      'at a web server',
      'Connection lost before handshake',
      'HTTP/1.1 400 Bad Request\r\nServer: nginx\r\n',
      `${name} doesn't greet as an SSH server: it speaks HTTP: HTTP/1.1 400 Bad Request.`,
    ],
    [
      'at a TLS server',
      undefined,
      '\u0015\u0003\u0001\0\u0002',
      `${name} doesn't greet as an SSH server: it speaks TLS.`,
    ],
    [
      'with a reason',
      undefined,
      'Exceeded MaxStartups\r\n',
      `${name} doesn't greet as an SSH server: it said: Exceeded MaxStartups.`,
    ],
    [
      'with something that must not reach a terminal',
      undefined,
      '\u001b[2Jhi',
      `${name} doesn't greet as an SSH server: it said: \\x1b[2Jhi.`,
    ],
    [
      'over a version that both would have to know',
      'Handshake failed: no matching key exchange algorithm',
      openssh,
      `${name} (SSH-2.0-OpenSSH_9.6) has no algorithm in common with exops: no matching key exchange algorithm.`,
    ],
    [
      'over the handshake',
      undefined,
      openssh,
      `The SSH handshake with ${name} (SSH-2.0-OpenSSH_9.6) failed: it closed the connection.`,
    ],
    [
      'over a packet',
      'Bad packet length',
      `a line before\n${openssh}`,
      `The SSH handshake with ${name} (SSH-2.0-OpenSSH_9.6) failed: Bad packet length.`,
    ],
  ])('%s', (_, message, heard, said) => {
    const cause = message === undefined ? undefined : new Error(message);
    const error = explainFailure(cause, attempt({ heard }));
    expect(error).toBeInstanceOf(SshHandshakeError);
    expect(error.message).toBe(said);
    expect(error.cause).toBe(cause);
  });

  test('while a person looks at the key', () => {
    const error = explainFailure(undefined, attempt({ stage: 'host key', heard: openssh }));
    expect(error).toBeInstanceOf(SshConnectionLostError);
    expect(error.message).toContain('while its host key was being verified: the other side closed it.');
    expect(error.hint).toContain('LoginGraceTime');
  });

  test('during the login', () => {
    const error = explainFailure(new Error('read ECONNRESET'), attempt({ stage: 'login', heard: openssh }));
    expect(error).toBeInstanceOf(SshConnectionLostError);
    expect(error.message).toBe(`The connection to ${name} ended during the login: read ECONNRESET.`);
  });

  test('with the words of a server that has enough is a refusal', () => {
    const cause = Object.assign(new Error('Too many authentication failures'), { code: 2 });
    const error = explainFailure(cause, attempt({ stage: 'login', heard: openssh }));
    expect(error).toBeInstanceOf(SshAuthError);
    expect(error.message).toBe(`${name} doesn't let ec2-user in: Too many authentication failures.`);
  });

  test('after it refused the key once is a refusal', () => {
    const cause = new Error('Too many authentication failures');
    const error = explainFailure(cause, attempt({ stage: 'login', refusals: 1, heard: openssh }));
    expect(error).toBeInstanceOf(SshAuthError);
    expect(error.cause).toBe(cause);
  });

  test('with words of our own keeps them', () => {
    const error = new ExopsError('The endpoint closed the tunnel.');
    expect(explainFailure(error, attempt())).toBe(error);
  });
});

describe("the server's answer to the key", () => {
  test('that it may be tried again is no refusal yet', () => {
    expect(explainRefusal(attempt({ refusals: 1 }), ['publickey', 'password'], false)).toBeUndefined();
  });

  test('for the second time names what looks alike', () => {
    const error = explainRefusal(attempt({ refusals: 2 }), ['publickey'], false);
    expect(error).toBeInstanceOf(AccessError);
    expect(error?.message).toBe(
      `${name} doesn't let ec2-user in: it refused the key that was made for this login, twice.`,
    );
    expect(error?.hint).toMatch(
      /another user name[\s\S]*EC2 Instance\s+Connect isn.t installed[\s\S]*metadata service is off/,
    );
  });

  test.each([
    [['password', 'keyboard-interactive'], 'it offers: password, keyboard-interactive.'],
    [['\u001b[31m'], 'it offers: \\x1b[31m.'],
    [[], 'it offers: nothing else either.'],
  ])('that it takes no keys, but %j, is final', (offered, said) => {
    const error = explainRefusal(attempt({ refusals: 1 }), offered, false);
    expect(error?.message).toBe(`${name} doesn't let ec2-user in with a key; ${said}`);
  });

  test('that it wants more than the key is final', () => {
    const error = explainRefusal(attempt({ refusals: 1 }), ['password'], true);
    expect(error?.message).toContain("asks for more, which exops can't give: password.");
  });
});
