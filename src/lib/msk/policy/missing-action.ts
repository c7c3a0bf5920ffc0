import type { ClusterArn } from '../cluster-arn.js';
import {
  type ActionRule,
  actionFor,
  type KnownAction,
  kafkaActions,
  type ResourceKind,
} from './kafka-actions.js';
import { operationsOfApis } from './operations-of-apis.js';
import { resourceArn } from './resource-arns.js';

/** What a broker refused. */
export interface RefusedRequest {
  /** Kafka's name of the request: `Produce`, `IncrementalAlterConfigs`. */
  readonly api: string;
  /** The protocol's name of the error: `TOPIC_AUTHORIZATION_FAILED`. */
  readonly error: string;
  /** The topic, group or transactional id that it was about; none for the cluster. */
  readonly resource?: string | undefined;
}

/** The right that is missing, as each authorizer has it. */
export interface MissingKafkaRight {
  readonly kind: ResourceKind;
  /** `*` where the request named none. */
  readonly resource: string;
  /** Of an ACL: `WRITE`. */
  readonly operation: string;
  /** Where IAM guards the cluster; undefined where it has no word for it. */
  readonly iam: IamRight | undefined;
}

export interface IamRight {
  readonly action: KnownAction;
  /** Undefined where the cluster's ARN isn't known. */
  readonly arn: string | undefined;
  /** The other actions that this one is of no use without. */
  readonly needs: readonly string[];
}

const kindOfError: Readonly<Record<string, ResourceKind>> = {
  TOPIC_AUTHORIZATION_FAILED: 'topic',
  GROUP_AUTHORIZATION_FAILED: 'group',
  CLUSTER_AUTHORIZATION_FAILED: 'cluster',
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 'transactional-id',
};

/**
 * Pure: which right is missing when a broker refuses a request so. Undefined for an error that isn't about rights, and
 * for a request that isn't known to need one on such a thing.
 * @param cluster the MSK cluster, where it is one
 */
export function missingKafkaRight(
  { api, error, resource }: RefusedRequest,
  cluster?: ClusterArn,
): MissingKafkaRight | undefined {
  const refused = Object.hasOwn(kindOfError, error) ? kindOfError[error] : undefined;
  if (refused === undefined) return undefined;
  const operation = Object.hasOwn(operationsOfApis, api) ? operationsOfApis[api]?.[refused] : undefined;
  if (operation === undefined) return undefined;
  const kind = refused === 'cluster' && operation === 'CREATE' ? 'topic' : refused;
  const named = kind === 'cluster' ? undefined : resource;
  return {
    ...{ kind, operation, resource: kind === 'cluster' ? 'kafka-cluster' : (named ?? '*') },
    iam: iamRight(kind, operation, named, cluster),
  };
}

function iamRight(
  kind: ResourceKind,
  operation: string,
  resource: string | undefined,
  cluster: ClusterArn | undefined,
): IamRight | undefined {
  const action = actionFor(kind, operation);
  if (action === undefined) return undefined;
  const { needs }: ActionRule = kafkaActions[action];
  const pattern = resource === undefined ? { text: '', isPrefix: true } : { text: resource, isPrefix: false };
  const arn =
    cluster === undefined ? undefined : resourceArn(cluster, kind, kind === 'cluster' ? undefined : pattern);
  return { action, arn, needs };
}

/** The right to log in at all: what is missing when a broker with IAM ends a login with `Access denied`. */
export function missingConnect(cluster?: ClusterArn): IamRight {
  return {
    action: 'kafka-cluster:Connect',
    arn: cluster === undefined ? undefined : resourceArn(cluster, 'cluster'),
    needs: [],
  };
}

/** `kafka-cluster:WriteData on arn:aws:kafka:…:topic/…/orders`, or of an ACL `WRITE on topic orders`. */
export function rightInWords({ kind, operation, resource, iam }: MissingKafkaRight, byIam: boolean): string {
  if (byIam && iam?.arn !== undefined) return `${iam.action} on ${iam.arn}`;
  if (byIam && iam !== undefined) return `${iam.action} on ${kind} ${resource}`;
  return `${operation} on ${kind === 'cluster' ? 'the cluster' : `${kind} ${resource}`}`;
}
