import { isPrivateAddress } from '../../hosts/route/ip-address.js';
import type { Address } from '../../kafka/address.js';
import type { Auth } from '../../kafka/auth.js';
import { mskAdvice } from '../../kafka/msk-advice.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import type { ProblemId } from '../problems/problems.js';
import type { Dialled } from './dial.js';
import { goThroughHost } from './go-through-host.js';
import { someOf } from './some-of.js';

export interface Tried {
  readonly address: Address;
  readonly how: Dialled;
  /** What the name came to; none where that isn't known. */
  readonly ips: readonly string[];
}

export interface TcpPlace {
  readonly timeoutMs: number;
  /** The one that is dialled from; undefined for this machine. */
  readonly host: string | undefined;
  readonly mechanism: Auth['mechanism'];
  readonly isMsk: boolean;
  readonly isClusterOfFile: boolean;
  /** The addresses were looked up by the cluster's name or ARN. */
  readonly isLookedUp: boolean;
}

type Unreached = Exclude<Dialled['kind'], 'open'>;
const unreached: readonly Unreached[] = ['unknown name', 'no way', 'refused', 'silent', 'failed'];

export function judgeTcp(tried: readonly Tried[], place: TcpPlace): Outcome<readonly Address[]> {
  const answered = tried.filter(({ how }) => how.kind === 'open').map(({ address }) => address);
  const findings = unreached.flatMap((kind) => {
    const these = tried.filter(({ how }) => how.kind === kind);
    return these.length === 0 ? [] : [unreachedFinding(kind, these, answered.length > 0, place)];
  });
  const good: Finding[] = answered.length === 0 ? [] : [{ verdict: 'ok', saw: `${someOf(answered)}: open` }];
  return { findings: [...findings, ...good], ...(answered.length === 0 ? {} : { value: answered }) };
}

function unreachedFinding(
  kind: Unreached,
  tried: readonly Tried[],
  doOthersAnswer: boolean,
  place: TcpPlace,
): Finding {
  const addresses = tried.map(({ address }) => address);
  const from = place.host === undefined ? '' : ` from ${printable(place.host)}`;
  const saw = `${someOf(addresses)}: ${wordsFor(kind, tried, place.timeoutMs)}${from}`;
  if (doOthersAnswer && (kind === 'refused' || kind === 'silent'))
    return {
      ...{ verdict: 'broken', saw, problem: 'brokers-down' },
      next: [
        `${countOf(tried.length, 'broker')} down while others answer: look whether they run.`,
        ...seeBrokers(place),
      ],
    };
  const isOutside = place.host === undefined && tried.some(({ ips }) => ips.some(isPrivateAddress));
  if (isOutside && (kind === 'silent' || kind === 'no way')) return privateFinding(saw, tried, place);
  const problem = kind === 'failed' && place.host === undefined ? 'no-way-there' : problemFor[kind];
  return { verdict: 'broken', saw, problem, next: nextFor(kind, addresses, place) };
}

function privateFinding(saw: string, tried: readonly Tried[], place: TcpPlace): Finding {
  const { isMsk, isLookedUp, isClusterOfFile } = place;
  const ip = tried.flatMap(({ ips }) => ips).find(isPrivateAddress) ?? '';
  return {
    ...{ verdict: 'broken', saw, problem: 'private-address' },
    next: [
      `${printable(ip)} is a private address: only its own network reaches it. Turn the VPN on, or go through a host there.`,
      ...goThroughHost(isClusterOfFile),
      ...(isLookedUp ? ['Or there, where the cluster has public access on:', 'access: public'] : []),
      ...(isMsk && !isLookedUp
        ? ['Or take its public brokers, where it has any:', 'exops msk brokers --public']
        : []),
    ],
  };
}

function seeBrokers({ isMsk }: TcpPlace): readonly string[] {
  return isMsk ? ['exops msk list'] : [];
}

const problemFor: Readonly<Record<Unreached, ProblemId>> = {
  refused: 'port-refused',
  silent: 'port-silent',
  'no way': 'no-way-there',
  'unknown name': 'name-unknown',
  failed: 'not-forwarded',
};

function wordsFor(kind: Unreached, tried: readonly Tried[], timeoutMs: number): string {
  const [first] = tried;
  const why = first === undefined || first.how.kind === 'open' ? '' : printable(first.how.why);
  switch (kind) {
    case 'refused':
      return 'refused, nothing listens there';
    case 'silent':
      return `no answer in ${formatElapsed(timeoutMs)}`;
    case 'no way':
      return `no way there (${why})`;
    case 'unknown name':
      return `no such name (${why})`;
    case 'failed':
      return why;
  }
}

function nextFor(kind: Unreached, addresses: readonly Address[], place: TcpPlace): readonly string[] {
  const [first] = addresses;
  const advice = first === undefined ? undefined : mskAdvice(first, place.mechanism)?.fact;
  switch (kind) {
    case 'refused':
      return [advice === undefined ? 'Look whether the broker runs, and on this port.' : `${advice}.`];
    case 'silent':
      return [
        `A security group or firewall that drops packets is silent like this: port ${first?.port ?? ''} must be open to ${printable(place.host ?? 'this machine')}.`,
        ...(advice === undefined ? [] : [`${advice}.`]),
      ];
    case 'no way':
      return ['Look at the network here: a VPN that is off, or an address of another network.'];
    case 'unknown name':
      return ['Compare it with the name that the cluster has now.'];
    case 'failed':
      return [
        place.host === undefined
          ? 'Look at the network here: a firewall of this machine, or a VPN that is off.'
          : "Look at the host's sshd_config: AllowTcpForwarding, PermitOpen.",
      ];
  }
}
