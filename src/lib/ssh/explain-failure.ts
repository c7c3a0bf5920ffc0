import { ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { SshAuthError, SshConnectionLostError, SshHandshakeError, SshHostKeyError } from './errors.js';
import { describeAnswer, serverVersion } from './greeting.js';

/** A login, as far as it came. */
export interface Attempt {
  /** The host's name and the user's, fit to print. */
  readonly name: string;
  readonly user: string;
  readonly stage: 'handshake' | 'host key' | 'login';
  /** The first bytes that the server has sent. */
  readonly heard: () => Buffer;
  /** How often the key was refused. */
  readonly refusals: number;
}

/** What else looks like a refused key. */
const refusalHint = [
  'These look alike from here: another user name belongs to this image (ec2-user, ubuntu, admin); EC2 Instance',
  "Connect isn't installed, or sshd runs another AuthorizedKeysCommand; the instance metadata service is off;",
  'the machine is too busy to ask for the key within 5 s, or its clock is wrong.',
].join('\n');

/**
 * Says what the end of a connection means on which the login hadn't ended.
 * @param error ssh2's or the stream's; undefined when the connection was only closed
 */
export function explainFailure(error: Error | undefined, attempt: Attempt): ExopsError {
  if (error instanceof ExopsError) return error;
  if (error?.message.includes('signature verification failed')) return strangersKey(error, attempt);
  if (attempt.refusals > 0) return refusedKey(attempt, error);
  const { name, stage } = attempt;
  const reason = error === undefined ? 'the other side closed it' : printable(error.message);
  switch (stage) {
    case 'handshake':
      return explainHandshake(error, attempt);
    case 'host key':
      return new SshConnectionLostError(
        `The connection to ${name} ended while its host key was being verified: ${reason}.`,
        {
          hint: 'sshd waits two minutes for a login, unless its LoginGraceTime says otherwise. Try again.',
          cause: error,
        },
      );
    case 'login':
      return explainLogin(error, reason, attempt);
  }
}

function strangersKey(cause: Error, { name }: Attempt): SshHostKeyError {
  return new SshHostKeyError(`${name} presented a host key that it doesn't have: its signature is wrong.`, {
    hint: 'Somebody may stand in between. Nothing was sent to it.',
    cause,
  });
}

function explainLogin(error: Error | undefined, reason: string, { name, user }: Attempt): ExopsError {
  // The server took its leave in words, with a code of https://www.rfc-editor.org/rfc/rfc4253#section-11.1
  if (error !== undefined && 'code' in error && typeof error.code === 'number') {
    return new SshAuthError(`${name} doesn't let ${user} in: ${reason}.`, {
      hint: refusalHint,
      cause: error,
    });
  }
  return new SshConnectionLostError(`The connection to ${name} ended during the login: ${reason}.`, {
    cause: error,
  });
}

function explainHandshake(error: Error | undefined, attempt: Attempt): SshHandshakeError {
  const { name } = attempt;
  const heard = attempt.heard();
  const version = serverVersion(heard);
  if (version === undefined) return notSsh(error, name, heard);
  const said = error === undefined ? 'it closed the connection' : printable(error.message);
  const mismatch = /no matching (.+)/.exec(said)?.[0];
  if (mismatch !== undefined) {
    return new SshHandshakeError(`${name} (${version}) has no algorithm in common with exops: ${mismatch}.`, {
      hint: 'Its sshd may be very old, or allow post-quantum key exchange only: see KexAlgorithms in its sshd_config.',
      cause: error,
    });
  }
  return new SshHandshakeError(`The SSH handshake with ${name} (${version}) failed: ${said}.`, {
    cause: error,
  });
}

function notSsh(error: Error | undefined, name: string, heard: Buffer): SshHandshakeError {
  const answer = describeAnswer(heard);
  if (answer !== undefined) {
    return new SshHandshakeError(`${name} doesn't greet as an SSH server: ${answer}.`, {
      hint: 'Check the port.',
      cause: error,
    });
  }
  return new SshHandshakeError(`${name} accepted the connection and closed it without a word.`, {
    hint: 'sshd does so when it has too many logins under way, or refuses our address.',
    cause: error,
  });
}

/**
 * What the server's answer to our key means, when there is no point in offering it again.
 * @param offered the ways to log in that the server would go on with
 * @param isPartial whether it accepted the key and wants more
 */
export function explainRefusal(
  attempt: Attempt,
  offered: readonly string[],
  isPartial: boolean,
): SshAuthError | undefined {
  const { name, user, refusals } = attempt;
  const ways = printable(offered.join(', '));
  if (isPartial) {
    return new SshAuthError(
      `${name} accepted the key of ${user} and asks for more, which exops can't give: ${ways}.`,
      {
        hint: 'See AuthenticationMethods in its sshd_config.',
      },
    );
  }
  if (!offered.includes('publickey')) {
    const instead = ways === '' ? 'nothing else either' : ways;
    return new SshAuthError(`${name} doesn't let ${user} in with a key; it offers: ${instead}.`, {
      hint: 'See PubkeyAuthentication and AuthenticationMethods in its sshd_config.',
    });
  }
  return refusals > 1 ? refusedKey(attempt, undefined) : undefined;
}

/** @param cause what kept the key from being tried once more */
export function refusedKey({ name, user, refusals }: Attempt, cause: unknown): SshAuthError {
  const twice = refusals > 1 ? ', twice' : '';
  return new SshAuthError(
    `${name} doesn't let ${user} in: it refused the key that was made for this login${twice}.`,
    {
      hint: refusalHint,
      cause,
    },
  );
}
