import { ExopsError, messageOf } from '../../errors.js';
import { printable } from '../../terminal/printable.js';
import { type Statement, statementsFor, type Wanted } from './identity-policy.js';
import type { Principal } from './principal.js';
import { resourceArn } from './resource-arns.js';

/** https://docs.aws.amazon.com/msk/latest/developerguide/mvpc-cluster-owner-action-policy.html */
const connecting = [
  'kafka:CreateVpcConnection',
  'kafka:DescribeCluster',
  'kafka:DescribeClusterV2',
  'kafka:GetBootstrapBrokers',
] as const;

/** Of a cluster policy: https://docs.aws.amazon.com/msk/latest/developerguide/security_iam_service-with-iam-resource-based-policies.html */
export const mostBytes = 20 * 1024;

/** What is in a policy of a cluster that somebody else may have put there. */
export interface ExistingPolicy {
  readonly Version?: unknown;
  readonly Id?: unknown;
  readonly Statement: readonly unknown[];
}

export interface ClusterPolicy extends Omit<ExistingPolicy, 'Version'> {
  readonly Version: '2012-10-17';
}

/**
 * Pure: what the cluster's own policy must say for a principal of another account: to find it, to connect over
 * PrivateLink, and what its purposes need. Statements that are there already stay; putting a policy replaces all of it.
 */
export function clusterPolicy(
  wanted: Wanted,
  principal: Principal,
  existing: ExistingPolicy | undefined,
): ClusterPolicy {
  const ours = [connect(wanted), ...statementsFor(wanted)].map((one) => forPrincipal(one, principal));
  const theirs = existing?.Statement ?? [];
  const taken = new Set(theirs.map(sidOf));
  const isThere = (one: Statement) => theirs.some((other) => sameRight(one, other));
  const added = ours.filter((one) => !isThere(one)).map((one) => ({ ...one, Sid: freeSid(one.Sid, taken) }));
  return {
    Version: '2012-10-17',
    ...(existing?.Id === undefined ? {} : { Id: existing.Id }),
    Statement: [...theirs, ...added],
  };
}

function connect({ cluster }: Wanted): Statement {
  return { Sid: 'Find', Effect: 'Allow', Action: connecting, Resource: [resourceArn(cluster, 'cluster')] };
}

function forPrincipal({ Sid, Effect, ...rest }: Statement, { arn, accountId, name }: Principal): Statement {
  const own = `${accountId}${name.replace(/[^A-Za-z0-9]/g, '')}`;
  return { Sid: `${Sid}For${own}`, Effect, Principal: { AWS: arn }, ...rest };
}

function sidOf(statement: unknown): unknown {
  return typeof statement === 'object' && statement !== null && 'Sid' in statement
    ? statement.Sid
    : undefined;
}

function sameRight(one: Statement, other: unknown): boolean {
  if (typeof other !== 'object' || other === null) return false;
  const { Sid: _, ...ours } = one;
  const { Sid: __, ...theirs } = other as Record<string, unknown>;
  return canonical(ours) === canonical(theirs);
}

/** A list of one means the same as the one. */
function canonical(statement: Readonly<Record<string, unknown>>): string {
  const sorted = Object.entries(statement).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(
    sorted.map(([key, value]) => [
      key,
      Array.isArray(value) || typeof value === 'string' ? [value].flat().sort() : value,
    ]),
  );
}

function freeSid(sid: string, taken: Set<unknown>): string {
  let free = sid;
  for (let count = 2; taken.has(free); count += 1) free = `${sid}${count}`;
  taken.add(free);
  return free;
}

/** @throws ExopsError for what is no policy: it would be lost when ours took its place */
export function parseExisting(json: string): ExistingPolicy {
  try {
    const read: unknown = JSON.parse(json);
    if (typeof read === 'object' && read !== null && 'Statement' in read) {
      const { Statement: given } = read;
      return { ...read, Statement: Array.isArray(given) ? given : [given] };
    }
    throw new TypeError('it has no Statement');
  } catch (error) {
    throw new ExopsError(`The policy that the cluster has can't be read: ${printable(messageOf(error))}.`, {
      hint: 'It would be lost: nothing is printed.',
      cause: error,
    });
  }
}
