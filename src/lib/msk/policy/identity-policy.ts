import type { ClusterArn } from '../cluster-arn.js';
import {
  type ActionRule,
  type KnownAction,
  kafkaActions,
  type ResourceKind,
  resourceKinds,
} from './kafka-actions.js';
import type { Pattern } from './patterns.js';
import { actionsByPurpose, type Purpose } from './purposes.js';
import { resourceArn } from './resource-arns.js';

/** Who may do what for it. */
export interface Wanted {
  readonly cluster: ClusterArn;
  /** A serverless cluster has no right to change it as a whole. */
  readonly isServerless: boolean;
  readonly purposes: readonly Purpose[];
  readonly topics: readonly Pattern[];
  readonly groups: readonly Pattern[];
  readonly transactionalIds: readonly Pattern[];
}

export interface Policy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly Statement[];
}

export interface Statement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal?: { readonly AWS: string };
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

/**
 * Pure: the least that the purposes need of the cluster, for the policy of a role or user: a statement for each kind of
 * thing, none for what isn't named.
 */
export function identityPolicy(wanted: Wanted): Policy {
  return { Version: '2012-10-17', Statement: statementsFor(wanted) };
}

const sids: Readonly<Record<ResourceKind, string>> = {
  cluster: 'Cluster',
  topic: 'Topics',
  group: 'Groups',
  'transactional-id': 'TransactionalIds',
};

export function statementsFor(wanted: Wanted): readonly Statement[] {
  return resourceKinds.flatMap((kind) => {
    const Action = actionsOn(kind, wanted);
    const Resource = arnsOf(kind, wanted);
    if (Action.length === 0 || Resource.length === 0) return [];
    return [{ Sid: sids[kind], Effect: 'Allow' as const, Action, Resource }];
  });
}

function actionsOn(kind: ResourceKind, { purposes, isServerless }: Wanted): readonly KnownAction[] {
  const all = purposes.flatMap((purpose) => actionsByPurpose[purpose]);
  return [...new Set(all)]
    .filter((action) => {
      const { on, onServerless }: ActionRule = kafkaActions[action];
      return on === kind && (onServerless || !isServerless);
    })
    .sort();
}

function arnsOf(kind: ResourceKind, wanted: Wanted): readonly string[] {
  const { cluster, topics, groups, transactionalIds } = wanted;
  if (kind === 'cluster') return [resourceArn(cluster, kind)];
  const patterns = { topic: topics, group: groups, 'transactional-id': transactionalIds }[kind];
  return [...new Set(patterns.map((pattern) => resourceArn(cluster, kind, pattern)))].sort();
}
