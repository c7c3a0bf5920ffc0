import { AwsError, MissingRightError } from '../../aws/aws-errors.js';
import { DialTimeout } from '../../hosts/route/explain-dial.js';
import { HostKeyChangedError, UnknownHostKeyError } from '../../hosts/trust/errors.js';
import {
  SshAuthError,
  SshForwardError,
  SshHandshakeError,
  SshHostKeyError,
  SshTimeoutError,
} from '../../ssh/errors.js';
import { printable } from '../../terminal/printable.js';
import { explained } from '../aws/explained.js';
import type { Finding } from '../model.js';
import type { ProblemId } from '../problems/problems.js';

/**
 * Pure: what a login that went through came by.
 * @param ways each host and how it was reached, the nearest first
 * @param trust why the last one's key is its own: `pinned here`
 * @param refused why it doesn't forward
 */
export function judgeSsh(
  ways: readonly string[],
  trust: string,
  refused: SshForwardError | undefined,
): readonly Finding[] {
  const saw = printable(`${ways.join(', then ')}; host key ${trust}`);
  const login: Finding = { verdict: 'ok', saw };
  return refused === undefined ? [login] : [login, explained(refused, 'ssh-forwarding-off')];
}

/** Pure: why there was no login. */
export function explainSsh(error: unknown): Finding {
  const problem = problemOf(error);
  const finding = explained(error, problem);
  return isOfPush(error) ? { ...finding, problem: 'ssh-key-push-refused' } : finding;
}

function problemOf(error: unknown): ProblemId {
  if (error instanceof HostKeyChangedError) return 'ssh-host-key-changed';
  if (error instanceof UnknownHostKeyError) return 'ssh-host-key-unknown';
  if (error instanceof SshHostKeyError) return 'ssh-host-key-changed';
  if (error instanceof SshAuthError) return 'ssh-login-refused';
  if (error instanceof SshHandshakeError) return 'ssh-not-ssh';
  if (error instanceof SshTimeoutError) return problemOfLate(error);
  if (error instanceof SshForwardError) return problemOfForward(error);
  return error instanceof Error ? problemOfDial(error) : 'ssh-failed';
}

/** A connection that is taken and then silent is no matter of the network any more. */
function problemOfLate({ step }: SshTimeoutError): ProblemId {
  if (step === 'dial') return 'ssh-silent';
  return step === 'login' ? 'ssh-failed' : 'ssh-not-ssh';
}

/** Of a host to the SSH port of the next one. */
function problemOfForward({ reason, message }: SshForwardError): ProblemId {
  if (reason === 'prohibited') return 'ssh-forwarding-off';
  return /connection refused/i.test(message) ? 'ssh-refused' : 'ssh-silent';
}

const noWay: ReadonlySet<unknown> = new Set(['ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** What src/lib/hosts/route explains, by what it was caused by; through a host, the words tell. */
function problemOfDial({ cause, message }: Error): ProblemId {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ECONNREFUSED') return 'ssh-refused';
  const isSilent = cause instanceof DialTimeout || noWay.has(code) || /: no answer in [\d.]+ /.test(message);
  return isSilent ? 'ssh-silent' : 'ssh-failed';
}

function isOfPush(error: unknown): boolean {
  if (error instanceof MissingRightError) return error.right.action.startsWith('ec2-instance-connect:');
  return error instanceof AwsError && error.message.startsWith('ec2-instance-connect:');
}
