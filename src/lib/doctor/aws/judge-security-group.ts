import type { SecurityGroup } from '../../aws/contract/network.js';
import type { Address } from '../../kafka/address.js';
import { formatAddress } from '../../kafka/address.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Fix } from '../model.js';
import type { ProblemId } from '../problems/problems.js';
import { type Admission, admission, type Caller, openingsFor } from './admits.js';
import { type CommandPlace, ingressCommand, prefixListCommand } from './ingress-command.js';
import { admittedPorts, listed, peersWords } from './rule-words.js';

/** Who comes to a port. */
export interface Source extends Caller {
  /** `kafka (i-0123456789abcdef0)`, `this machine` */
  readonly label: string;
  /** Whether AWS sees these addresses and groups; of this machine it isn't known by which address it comes. */
  readonly isKnown: boolean;
}

/** Somebody who is to reach a port. */
export interface Approach {
  readonly source: Source;
  readonly address: Address;
  /** Of the machine that listens; none where AWS knows of none. */
  readonly groups: readonly SecurityGroup[];
  /** Whether it was reached; undefined where that wasn't tried. */
  readonly answers: boolean | undefined;
  /** From the internet, or inside the network. */
  readonly isPublic: boolean;
}

/** Which problems of the catalogue these are. */
export interface ApproachKind {
  readonly closed: ProblemId;
  readonly wrongGroup: ProblemId;
  /** What can't be relied on is told, and breaks nothing. */
  readonly isSure: boolean;
}

export const ofBrokers: ApproachKind = {
  closed: 'port-closed-by-security-group',
  wrongGroup: 'rule-for-wrong-group',
  isSure: true,
};
export const ofSsh: ApproachKind = {
  closed: 'ssh-closed-by-security-group',
  wrongGroup: 'ssh-closed-by-security-group',
  isSure: true,
};
/** Pods may have groups of their own. */
export const ofNodes: ApproachKind = {
  closed: 'port-closed-to-nodes',
  wrongGroup: 'port-closed-to-nodes',
  isSure: false,
};

/** Pure: which rule admits whom, or which one is missing; those that are alike in one finding. */
export function judgeApproaches(
  approaches: readonly Approach[],
  kind: ApproachKind,
  place: CommandPlace,
): readonly Finding[] {
  const alike = new Map<string, Approach[]>();
  for (const one of approaches) {
    const key = JSON.stringify([
      one.source.label,
      one.address.port,
      one.groups.map(({ id }) => id),
      one.answers,
    ]);
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [judgeOne(first, others.length, kind, place)],
  );
}

function judgeOne(one: Approach, more: number, kind: ApproachKind, place: CommandPlace): Finding {
  const { source, address, groups } = one;
  const where = `${printable(formatAddress(address))}${more === 0 ? '' : ` and ${more} more`}`;
  const found = admission(groups, source, address.port);
  if (found.kind === 'admitted') {
    const { groupId, peer } = found.by;
    return {
      verdict: 'ok',
      saw: `${groupId} admits ${address.port} from ${peer}: ${source.label} to ${where}`,
    };
  }
  if (one.answers === true)
    return { verdict: 'ok', saw: `${where} answers ${source.label}, by whatever rule of ${idsOf(groups)}` };
  return found.kind === 'unknown' || (!source.isKnown && openingsFor(groups, address.port).length > 0)
    ? unsure(one, where, found, place)
    : closed(one, where, kind, place);
}

/** Rules are there, and whether they are for us AWS doesn't know. */
function unsure(
  { source, address, groups, answers }: Approach,
  where: string,
  found: Admission,
  place: CommandPlace,
): Finding {
  const lists = found.kind === 'unknown' ? found.prefixListIds : [];
  const peers = [...peersOf(groups, address.port), ...lists];
  const saw = `${idsOf(groups)} admits ${address.port} from ${listed(peers)}: whether ${source.label} is among them isn't known`;
  if (answers !== false) return { verdict: 'ok', saw };
  return {
    ...{ verdict: 'warning', saw: `${saw}, and ${where} is silent`, problem: 'rule-not-for-here' },
    next: source.isKnown
      ? ['See which addresses are in it:', prefixListCommand(lists[0] ?? '', place)]
      : [
          'Go through a host that is admitted (via: in exops.yaml), or have the address of this machine admitted.',
        ],
  };
}

function closed(one: Approach, where: string, kind: ApproachKind, place: CommandPlace): Finding {
  const { source, address, groups, isPublic, answers } = one;
  const [target] = groups;
  const openings = openingsFor(groups, address.port);
  const isForGroups = openings.length > 0 && openings.every(({ peer }) => peer.startsWith('sg-'));
  const rule = target === undefined ? undefined : missingRule(source, isPublic);
  // What wasn't tried, since something further out is broken, isn't known to fail.
  const verdict = kind.isSure && answers === false ? 'broken' : 'warning';
  const problem = isForGroups && source.groupIds.length > 0 ? kind.wrongGroup : kind.closed;
  const saw = closedWords(one, where);
  if (target === undefined || rule === undefined) return { verdict, saw, problem };
  const missing = { groupId: target.id, port: address.port };
  const next = ['Add the rule that is missing:', ingressCommand(missing, rule, place)];
  return { verdict, saw, problem, next, ...fixOf(missing, rule, source) };
}

function closedWords({ source, address, groups }: Approach, where: string): string {
  const ids = idsOf(groups);
  const peers = peersOf(groups, address.port);
  const who = source.groupIds.length === 0 ? source.label : `${source.label} in ${listed(source.groupIds)}`;
  if (peers.length > 0)
    return `${ids} admits ${address.port} from ${listed(peers)}, not from ${who} (${where})`;
  const ports = source.isKnown ? admittedPorts(groups, source) : '';
  if (ports !== '') return `${ids} admits ${ports} from ${who}, not ${address.port} (${where})`;
  return `${ids} admits nobody to ${address.port}: ${source.label} can't reach ${where}`;
}

type RuleSource = Parameters<typeof ingressCommand>[1];

/** What would let the source in: its own group, else its address; of a machine outside, whatever that has there. */
function missingRule({ groupIds, addresses, isKnown }: Source, isPublic: boolean): RuleSource | undefined {
  const [groupId] = groupIds;
  if (groupId !== undefined) return { groupId };
  if (!isKnown && isPublic) return 'our public address';
  const address = addresses.find((one) => !one.includes(':'));
  return address === undefined ? undefined : { block: `${address}/32` };
}

/** Not by an address that AWS may see as another one. */
function fixOf(
  missing: { readonly groupId: string; readonly port: number },
  source: RuleSource,
  { isKnown }: Source,
): { readonly fix?: Fix } {
  if (source === 'our public address' || !isKnown) return {};
  return { fix: { kind: 'security group rule', ...missing, source } };
}

function peersOf(groups: readonly SecurityGroup[], port: number): readonly string[] {
  return peersWords(openingsFor(groups, port));
}

function idsOf(groups: readonly SecurityGroup[]): string {
  return listed(groups.map(({ id }) => id));
}
