import type { MskCluster } from '../../aws/contract/msk.js';
import { countOf, formatCount } from '../../terminal/plural.js';
import { type ClusterPolicy, type ExistingPolicy, mostBytes } from './cluster-policy.js';
import type { Policy, Wanted } from './identity-policy.js';
import type { Pattern } from './patterns.js';
import type { Principal } from './principal.js';

/** Of a managed policy, without its white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const mostCharacters = 6_144;

export interface NotesScene {
  readonly wanted: Wanted;
  readonly principal: Principal | undefined;
  readonly policy: Policy | ClusterPolicy;
  /** It is the cluster's own. */
  readonly isOfCluster: boolean;
  readonly known: {
    readonly cluster?: MskCluster;
    readonly existing?: ExistingPolicy | undefined;
  };
}

/** What a person should know beside a policy. */
export function policyNotes(scene: NotesScene): readonly string[] {
  const { wanted, principal, known, isOfCluster } = scene;
  const { cluster, topics, groups, transactionalIds } = wanted;
  const isForeign = principal !== undefined && principal.accountId !== cluster.accountId;
  const notes: readonly (readonly [boolean, string])[] = [
    [topics.some(isAll), 'It is for every topic of the cluster, internal ones as well.'],
    [groups.some(isAll), 'It is for every group of the cluster.'],
    [
      transactionalIds.length > 0,
      'With IAM a cluster ends transactions from Kafka 3.8 on; an older one needs SCRAM or TLS, and ACLs, for them.',
    ],
    [
      known.cluster !== undefined && !known.cluster.auths.includes('iam'),
      `${cluster.name} has IAM turned off: rights of kafka-cluster: are for logins by IAM alone.`,
    ],
    [
      isForeign && !isOfCluster,
      `The principal is of account ${principal?.accountId}: the cluster must let it in, too: --cluster-policy`,
    ],
    [
      isForeign && isOfCluster,
      'The other account must allow the same in a policy of its own: the same command without --cluster-policy',
    ],
    [
      principal !== undefined && !isForeign && isOfCluster,
      "The principal is of the cluster's own account: a policy of the role or user is enough, without --cluster-policy.",
    ],
    [
      principal?.kind === 'account' && isOfCluster,
      `Whom account ${principal?.accountId} gives these rights decides that account.`,
    ],
    [known.existing !== undefined, keptNote(known.existing)],
    [isOverlong(scene), overlong(scene)],
  ];
  return notes.flatMap(([isSo, text]) => (isSo ? [text] : []));
}

function isAll({ text, isPrefix }: Pattern): boolean {
  return isPrefix && text === '';
}

function keptNote(existing: ExistingPolicy | undefined): string {
  const count = existing?.Statement.length ?? 0;
  return `The cluster has a policy already, which this one takes the place of: its ${countOf(count, 'statement')} ${count === 1 ? 'stands' : 'stand'} in it.`;
}

function isOverlong({ policy, isOfCluster }: NotesScene): boolean {
  const text = JSON.stringify(policy);
  return isOfCluster ? Buffer.byteLength(text) > mostBytes : text.length > mostCharacters;
}

function overlong({ policy, isOfCluster }: NotesScene): string {
  const length = formatCount(JSON.stringify(policy).length);
  return isOfCluster
    ? `It has ${length} characters, and a cluster takes 20 KiB: name topics by their beginnings.`
    : `It has ${length} characters, and a managed policy takes ${formatCount(mostCharacters)}: name topics by their beginnings, or make several.`;
}
