import { inArn } from '../../aws-policy/arns.js';
import type { ClusterArn } from '../cluster-arn.js';
import type { ResourceKind } from './kafka-actions.js';
import type { Pattern } from './patterns.js';

/**
 * The ARN that a policy names something of a cluster by, with the cluster's own uuid: a new cluster of the same name is
 * another one.
 * https://docs.aws.amazon.com/msk/latest/developerguide/kafka-actions.html#msk-iam-resources
 */
export function resourceArn(cluster: ClusterArn, kind: ResourceKind, pattern?: Pattern): string {
  const { partition, region, accountId, name, uuid } = cluster;
  const start = `arn:${partition}:kafka:${region}:${accountId}:${kind}/${name}/${uuid}`;
  if (pattern === undefined) return start;
  return `${start}/${inArn(pattern.text)}${pattern.isPrefix ? '*' : ''}`;
}
