import type { Direction } from '../rules/order.js';
import { kindsOfCall } from './calls.js';
import type { Member, ScheduledKind } from './model.js';

/** Where the schedules and what they are for are. */
export interface RolePlace {
  /** `aws`, `aws-cn` */
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** Of the schedules. */
  readonly group: string;
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly object[];
}

const version = '2012-10-17';

/**
 * Who may take on the role: Scheduler, and only for schedules of this group of this account.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html
 */
export function trustPolicy({ partition, region, accountId, group }: RolePlace): PolicyDocument {
  const source = `arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${group}`;
  return {
    Version: version,
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: 'scheduler.amazonaws.com' },
        Action: 'sts:AssumeRole',
        Condition: { StringEquals: { 'aws:SourceAccount': accountId, 'aws:SourceArn': source } },
      },
    ],
  };
}

/** What the role may do: put these to sleep, and wake those that a schedule wakes. */
export function permissionsPolicy(
  members: readonly Member[],
  place: RolePlace,
  directions: Readonly<Record<Direction, boolean>> = { sleep: true, wake: true },
): PolicyDocument {
  const resources = new Map<string, string[]>();
  for (const member of members) {
    for (const action of actionsOf(member, directions))
      resources.set(action, [...(resources.get(action) ?? []), arnOf(member, place)]);
  }
  const statements = new Map<string, { Action: string[]; Resource: string[] }>();
  for (const [action, arns] of resources) {
    const statement = statements.get(arns.join()) ?? { Action: [], Resource: arns };
    statement.Action.push(action);
    statements.set(arns.join(), statement);
  }
  return {
    Version: version,
    Statement: [...statements.values()].map((statement) => ({ Effect: 'Allow', ...statement })),
  };
}

/** The rights that it takes, as IAM calls them: `eks:UpdateNodegroupConfig`. */
export function actionsOf(
  { resource, isWokenByHand }: Member,
  { sleep, wake }: Readonly<Record<Direction, boolean>>,
): readonly string[] {
  const { actions } = kindsOfCall[resource.kind];
  const needed = [...(sleep ? [actions.sleep] : []), ...(wake && !isWokenByHand ? [actions.wake] : [])];
  return [...new Set(needed.map((action) => action.replace(/(?<=:)./, (first) => first.toUpperCase())))];
}

/**
 * Each kind's ARN, by the service's page of https://docs.aws.amazon.com/service-authorization/latest/reference/; of
 * those with an id inside that only AWS knows, any.
 */
const arns: Readonly<Record<ScheduledKind, (cluster: string, name: string) => readonly [string, string]>> = {
  ec2: (_, name) => ['ec2', `instance/${name}`],
  rds: (_, name) => ['rds', `db:${name}`],
  'rds-cluster': (_, name) => ['rds', `cluster:${name}`],
  nodegroup: (cluster, name) => ['eks', `nodegroup/${cluster}/${name}/*`],
  asg: (_, name) => ['autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`],
  ecs: (cluster, name) => ['ecs', `service/${cluster}/${name}`],
};

function arnOf({ id, resource }: Member, { partition, region, accountId }: RolePlace): string {
  if (id.startsWith('arn:')) return id;
  const { kind, cluster = '', name } = resource;
  const [service, rest] = arns[kind](cluster, name);
  return `arn:${partition}:${service}:${region}:${accountId}:${rest}`;
}
