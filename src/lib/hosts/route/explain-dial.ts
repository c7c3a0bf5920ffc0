import { ExopsError, messageOf } from '../../errors.js';
import { formatAddress } from '../../kafka/address.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import type { DialTarget } from './dial-target.js';
import { isPrivateAddress } from './ip-address.js';

/** Nobody answered in time. */
export class DialTimeout extends Error {
  readonly timeoutMs: number;

  constructor(timeoutMs: number) {
    super(`no answer in ${formatElapsed(timeoutMs)}`);
    this.timeoutMs = timeoutMs;
  }
}

/** Says why an address of an instance can't be reached from here, and what to do next. */
export function explainDial(
  cause: unknown,
  address: string,
  { name, port }: Pick<DialTarget, 'name' | 'port'>,
): ExopsError {
  const where = `Can't reach SSH on ${name} at ${formatAddress({ host: address, port })}`;
  const isPrivate = isPrivateAddress(address);
  const say = (why: string, hint?: string) => new ExopsError(`${where}: ${why}.`, { hint, cause });
  if (cause instanceof DialTimeout) return say(cause.message, isPrivate ? needsVpn : securityGroup(port));
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  switch (code) {
    case 'ECONNREFUSED':
      return say(
        'nothing listens there (connection refused)',
        'Check that sshd runs there, and on this port: port: in exops.yaml.',
      );
    case 'ETIMEDOUT':
      return say('no answer (ETIMEDOUT)', isPrivate ? needsVpn : securityGroup(port));
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EADDRNOTAVAIL':
      return say(`there is no way to this address from here (${code})`, isPrivate ? needsVpn : undefined);
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return say(
        `the name doesn't resolve here (${code})`,
        'Private names resolve only inside their network, or through a VPN.',
      );
    default:
      return say(messageOf(cause));
  }
}

const needsVpn = 'This is a private address: only its own network reaches it, or a VPN. Is the VPN up?';

function securityGroup(port: number): string {
  return [
    `The security group may not admit this machine on port ${port}.`,
    'Ways in that need no open port: --route eice, --route ssm.',
  ].join('\n');
}
