import { hostSource } from '../config/reference-syntax.js';
import { hostKeyTag } from '../hosts/trust/tag.js';
import { recordTag } from '../power/record.js';
import { groupName } from '../power/schedule/names.js';
import type { SleeperKind } from '../power/sleep-entry.js';
import { arn, arnWithoutAccount, iamArn, inArn } from './arns.js';
import { both, type Conditions, hasTags, isUnprotected, onlyTag, withoutVariables } from './conditions.js';
import type { Chosen, PolicyFacts, PolicyHost } from './facts.js';
import { mskResources } from './msk-resources.js';
import { exportNames, parameterArns, secretArns, stackArns } from './referred.js';
import type { Resource } from './resource.js';
import { clustersOfNodegroups, searchedEcsClusters, sleepersOf } from './sleepers.js';

/** The words of the table of needs for resources; none where the environment has nothing of the kind. */
const resourcesByKind = {
  anything: ({ region }) => [
    of(['*'], region === undefined ? undefined : { StringEquals: { 'aws:RequestedRegion': region } }),
  ],
  'anything anywhere': () => [of(['*'])],
  exports: ({ references }) => exportNames(references).map((name) => of([name])),
  stacks: (facts) => each(stackArns(facts.references, facts)),
  secrets: (facts) => each(secretArns(facts.references, facts)),
  'several secrets': (facts) => each(secretArns(facts.references, facts).slice(1)),
  'addresses of hosts': ({ references }) =>
    references.filter(({ source }) => source === hostSource).map(({ name }) => of([name])),
  parameters: (facts) => each(parameterArns(facts.references, facts)),

  hosts: (facts) => facts.hosts.map((host) => instance(host.instance, facts)),
  'users of hosts': (facts) =>
    facts.hosts.map((host) =>
      limited(instance(host.instance, facts), {
        StringEquals: { 'ec2:osuser': withoutVariables(host.user) },
      }),
    ),
  'hosts through SSM': (facts) =>
    facts.hosts
      .filter(({ isThroughSsm }) => isThroughSsm)
      .map((host) => limited(instance(host.instance, facts), onlyNamedDocuments)),
  'hosts through endpoints': (facts) =>
    facts.hosts
      .filter(({ isThroughEndpoint }) => isThroughEndpoint)
      .map((host) => instance(host.instance, facts)),
  endpoints: (facts) => facts.hosts.flatMap((host) => endpointsOf(host, facts)),
  'SSH document': (facts) => each([arnWithoutAccount(facts, 'ssm', 'document/AWS-StartSSHSession')]),
  'shell document': (facts) => each([arnWithoutAccount(facts, 'ssm', 'document/AWS-RunShellScript')]),
  'host key tags': (facts) =>
    facts.hosts.map((host) => limited(instance(host.instance, facts), onlyTag(hostKeyTag))),

  // What is only known, and left alone, is read with the others.
  // Neither can be found by tags: all of the cluster are read for those.
  'listed node groups': searched('nodegroup'),
  'listed services': searched('ecs'),
  'clusters searched for node groups': (facts) =>
    clustersOfNodegroups(
      facts.sleepers.filter(({ isByTags }) => isByTags),
      facts,
    ),
  'clusters searched for services': (facts) => searchedEcsClusters(facts.sleepers, facts),
  'listed instances': listed('ec2'),
  'listed instances or MSK': (facts) =>
    facts.cluster === undefined ? listed('ec2')(facts) : [of([facts.cluster.name])],
  'listed groups of instances': listed('nodegroup', 'asg'),
  'clusters of node groups': (facts) => clustersOfNodegroups(facts.sleepers, facts),
  // A request for several names is one for any; the instances of a cluster are read with it.
  'any database': (facts) => anyOf(facts, ['rds', 'rds-cluster'], 'db:*'),
  'any database cluster': (facts) => anyOf(facts, ['rds-cluster'], 'cluster:*'),
  'node groups': changed('nodegroup'),
  'Auto Scaling groups': changed('asg'),
  services: changed('ecs'),
  databases: changed('rds'),
  'database clusters': changed('rds-cluster'),
  instances: changed('ec2'),
  'records of node groups': recordsOf('nodegroup'),
  'records of Auto Scaling groups': recordsOf('asg'),
  'records of services': recordsOf('ecs'),
  'records of databases': recordsOf('rds', 'rds-cluster'),
  'records of instances': recordsOf('ec2'),

  'schedule group': (facts) => each([arn(facts, 'scheduler', `schedule-group/${scheduleGroup(facts)}`)]),
  schedules: (facts) => each([arn(facts, 'scheduler', `schedule/${scheduleGroup(facts)}/*`)]),
  'roles for Scheduler': (facts) => [
    of([iamArn(facts, 'role/*')], {
      StringEquals: { 'iam:PassedToService': 'scheduler.amazonaws.com' },
    }),
  ],

  ...mskResources,

  'log groups': (facts) => each([arn(facts, 'logs', 'log-group:*')]),
  'unprotected log groups': (facts) => [of([arn(facts, 'logs', 'log-group:*')], isUnprotected)],
  'unprotected volumes': (facts) => [of([arn(facts, 'ec2', 'volume/*')], isUnprotected)],
  'unprotected snapshots': (facts) => [of([arnWithoutAccount(facts, 'ec2', 'snapshot/*')], isUnprotected)],
  'unprotected addresses': (facts) => [of([arn(facts, 'ec2', 'elastic-ip/*')], isUnprotected)],
} as const satisfies Readonly<Record<string, (facts: PolicyFacts) => readonly Resource[]>>;

export type ResourceKind = keyof typeof resourcesByKind;

export function resourcesOf(kind: ResourceKind, facts: PolicyFacts): readonly Resource[] {
  return resourcesByKind[kind](facts);
}

/** Else a session could be one of a shell: https://docs.aws.amazon.com/systems-manager/latest/userguide/getting-started-sessiondocumentaccesscheck.html */
const onlyNamedDocuments: Conditions = { BoolIfExists: { 'ssm:SessionDocumentAccessCheck': 'true' } };

function of(arns: readonly string[], conditions?: Conditions): Resource {
  return { arns, conditions };
}

function each(arns: readonly string[]): readonly Resource[] {
  return arns.map((one) => of([one]));
}

function limited({ arns, conditions }: Resource, more: Conditions): Resource {
  return { arns, conditions: both(conditions, more) };
}

function instance(chosen: Chosen, facts: PolicyFacts): Resource {
  return chosen.by === 'name'
    ? of([arn(facts, 'ec2', `instance/${inArn(chosen.name)}`)])
    : of([arn(facts, 'ec2', 'instance/*')], hasTags(chosen.tags));
}

function endpointsOf({ endpoints, port }: PolicyHost, facts: PolicyFacts): readonly Resource[] {
  return endpoints.map((id) =>
    of([arn(facts, 'ec2', `instance-connect-endpoint/${inArn(id)}`)], {
      NumericEquals: { 'ec2-instance-connect:remotePort': String(port) },
    }),
  );
}

function listed(...kinds: readonly SleeperKind[]): (facts: PolicyFacts) => readonly Resource[] {
  return (facts) => kinds.flatMap((kind) => sleepersOf(facts.sleepers, kind, facts));
}

/** With whatever tags it has. */
function searched(kind: SleeperKind): (facts: PolicyFacts) => readonly Resource[] {
  return (facts) => listed(kind)(facts).map(({ arns }) => of(arns));
}

function changed(...kinds: readonly SleeperKind[]): (facts: PolicyFacts) => readonly Resource[] {
  return (facts) => {
    const sleepers = facts.sleepers.filter(({ isSkipped }) => !isSkipped);
    return listed(...kinds)({ ...facts, sleepers });
  };
}

/** Of what is put to sleep, the tag with its record. */
function recordsOf(...kinds: readonly SleeperKind[]): (facts: PolicyFacts) => readonly Resource[] {
  return (facts) => changed(...kinds)(facts).map((one) => limited(one, onlyTag(recordTag)));
}

function anyOf(facts: PolicyFacts, kinds: readonly SleeperKind[], resource: string): readonly Resource[] {
  const isThere = facts.sleepers.some(({ kind }) => kinds.includes(kind));
  return isThere ? each([arn(facts, 'rds', resource)]) : [];
}

/** Without an environment there is no schedule of one, and its group could be any of ours. */
function scheduleGroup({ environment }: PolicyFacts): string {
  return environment === undefined ? `${inArn('exops-')}*` : inArn(groupName(environment));
}
