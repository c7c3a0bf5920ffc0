import { mskSource } from '../config/reference-syntax.js';
import { arn, inArn, unknown } from './arns.js';
import type { PolicyCluster, PolicyFacts } from './facts.js';
import type { Resource } from './resource.js';

type OfFacts = (facts: PolicyFacts) => readonly Resource[];

/** The words of the table of needs for MSK. */
export const mskResources = {
  'MSK cluster by name': (facts) => lookedUp(facts, (by) => by === 'name'),
  'MSK cluster by ARN': (facts) => lookedUp(facts, (by) => by === 'arn'),
  'MSK cluster of brokers': (facts) => lookedUp(facts, (by) => by !== undefined),
  'named MSK cluster': (facts) =>
    facts.cluster?.lookUp === 'name' ? [within(facts, 'cluster', facts.cluster)] : [],
  /** Where the environment has none, any that is named on the command line. */
  'MSK clusters': (facts) => [within(facts, 'cluster', named(facts.cluster) ?? anyCluster)],
  'security groups': (facts) => [of(arn(facts, 'ec2', 'security-group/*'))],
  'cluster through IAM': throughIam('cluster'),
  'topics through IAM': throughIam('topic', '/*'),
  'groups through IAM': throughIam('group', '/*'),
} as const satisfies Readonly<Record<string, OfFacts>>;

const anyCluster: Pick<PolicyCluster, 'name' | 'uuid'> = { name: unknown, uuid: unknown };

function named(cluster: PolicyCluster | undefined): PolicyCluster | undefined {
  return cluster?.lookUp === undefined ? undefined : cluster;
}

/** Those of a command whose brokers are asked for, which is a reference like others. */
function lookedUp(
  facts: PolicyFacts,
  isMeant: (by: PolicyCluster['lookUp']) => boolean,
): readonly Resource[] {
  const { cluster, references } = facts;
  const isAsked = references.some(({ source }) => source === mskSource);
  return isAsked && cluster !== undefined && isMeant(cluster.lookUp)
    ? [within(facts, 'cluster', cluster)]
    : [];
}

/** Of one cluster alone: its name and the id that AWS made for it stand in the ARNs of its topics and groups, too. */
function throughIam(kind: string, rest = ''): OfFacts {
  return (facts) => {
    const { cluster } = facts;
    return cluster?.isThroughIam ? [within(facts, kind, cluster, rest)] : [];
  };
}

type Named = Pick<PolicyCluster, 'name' | 'uuid'> & Partial<Pick<PolicyCluster, 'region' | 'accountId'>>;

function within(facts: PolicyFacts, kind: string, cluster: Named, rest = ''): Resource {
  const place = { region: cluster.region ?? facts.region, accountId: cluster.accountId ?? facts.accountId };
  return of(arn(place, 'kafka', `${kind}/${inArn(cluster.name)}/${inArn(cluster.uuid)}${rest}`));
}

function of(one: string): Resource {
  return { arns: [one], conditions: undefined };
}
