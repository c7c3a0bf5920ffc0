import type { AuthorizedOperations } from '../../kafka/requests/authorized-operations.js';
import type { ClusterArn } from '../../msk/cluster-arn.js';
import { missingKafkaRight, rightInWords } from '../../msk/policy/missing-action.js';
import { countOf } from '../../terminal/plural.js';
import type { Finding, Outcome } from '../model.js';
import { someNames } from './some-of.js';

/** The value of the rights step. */
export interface SeenRights extends AuthorizedOperations {
  /** Topics of the manifests that aren't there, and may not be made. */
  readonly refusedToCreate: readonly string[];
}

export interface RightsPlace {
  readonly hasManifests: boolean;
  /** IAM decides, and not ACLs. */
  readonly byIam: boolean;
  /** The MSK cluster, where its ARN is known. */
  readonly cluster: ClusterArn | undefined;
  readonly policyCommand: string;
}

/** An operation, a request that needs it, and what can't be done without. */
interface Wanted {
  readonly operation: string;
  readonly api: string;
  readonly without: string;
}

const onTopics: readonly Wanted[] = [
  { operation: 'DESCRIBE_CONFIGS', api: 'DescribeConfigs', without: 'topics diff sees no settings' },
  { operation: 'CREATE', api: 'CreateTopics', without: 'topics sync creates no topic' },
  { operation: 'ALTER', api: 'CreatePartitions', without: 'topics sync adds no partitions' },
  { operation: 'ALTER_CONFIGS', api: 'IncrementalAlterConfigs', without: 'topics sync changes no settings' },
  { operation: 'READ', api: 'Fetch', without: 'nothing is read' },
  { operation: 'WRITE', api: 'Produce', without: 'nothing is written' },
];

const topicError = 'TOPIC_AUTHORIZATION_FAILED';

export function judgeRights(seen: SeenRights, place: RightsPlace): Outcome<SeenRights> {
  const isUntold =
    seen.cluster === undefined && seen.topics.every(({ operations }) => operations === undefined);
  const hidden = seen.topics.filter(({ error }) => error?.name === topicError).map(({ name }) => name);
  const there = seen.topics.filter(({ error }) => error === undefined);
  const findings: Finding[] = [
    ...(hidden.length === 0 ? [] : [hiddenTopics(hidden, place)]),
    ...onTopics.flatMap((wanted) => {
      const refused = wanted.operation === 'CREATE' ? seen.refusedToCreate : [];
      const denied = there.filter(({ operations }) => operations?.has(wanted.operation) === false);
      const names = [...denied.map(({ name }) => name), ...refused];
      return names.length === 0 ? [] : [missing(wanted, names, place)];
    }),
    ...(seen.cluster?.has('DESCRIBE') === false ? [groupsHidden(place)] : []),
  ];
  if (isUntold && hidden.length === 0)
    return {
      findings: [
        {
          ...{ verdict: 'warning', problem: 'rights-untold' },
          saw: "the broker doesn't tell which rights we have (KIP-430)",
          next: ['Nothing to do: a right that is missing is named when it is refused.'],
        },
      ],
      value: seen,
    };
  if (findings.length > 0) return { findings, value: seen };
  return { findings: [{ verdict: 'ok', saw: whatIsWell(seen, place) }], value: seen };
}

function whatIsWell({ topics }: SeenRights, { hasManifests }: RightsPlace): string {
  if (!hasManifests) return 'the cluster; no topics manifest says which topics matter';
  const absent = topics.filter(({ error }) => error !== undefined).length;
  const saw = `describe, create, alter, read and write on ${countOf(topics.length, 'topic')}, and groups`;
  return absent === 0 ? saw : `${saw}; ${absent} not there yet`;
}

function hiddenTopics(names: readonly string[], place: RightsPlace): Finding {
  return {
    ...{ verdict: 'broken', problem: 'topic-hidden', access: true },
    saw: `may not describe ${someNames(names)} (${topicError})`,
    next: lines('Metadata', names, place),
  };
}

function missing({ operation, api, without }: Wanted, names: readonly string[], place: RightsPlace): Finding {
  return {
    ...{ verdict: 'warning', problem: 'right-missing', access: true },
    saw: `no right to ${operation} on ${someNames(names)}: ${without}`,
    next: lines(api, names, place),
  };
}

function groupsHidden({ byIam, cluster, policyCommand }: RightsPlace): Finding {
  const right = missingKafkaRight({ api: 'ListGroups', error: 'CLUSTER_AUTHORIZATION_FAILED' }, cluster);
  return {
    ...{ verdict: 'warning', problem: 'right-missing', access: true },
    saw: 'no right to DESCRIBE on the cluster: consumer groups are listed as far as each may be described',
    next: [
      `Missing: ${right === undefined ? 'DESCRIBE' : rightInWords(right, byIam)}`,
      ...(byIam ? [policyCommand] : []),
    ],
  };
}

/** A line for each right, as whoever gives it has to write it. */
function lines(
  api: string,
  names: readonly string[],
  { byIam, cluster, policyCommand }: RightsPlace,
): readonly string[] {
  const shown = names.slice(0, 3).flatMap((resource) => {
    const right = missingKafkaRight({ api, error: topicError, resource }, cluster);
    return right === undefined ? [] : [`Missing: ${rightInWords(right, byIam)}`];
  });
  const more = names.length - shown.length;
  return [
    ...shown,
    ...(more > 0 ? [`… and on ${countOf(more, 'more topic')}`] : []),
    ...(byIam ? [policyCommand] : []),
  ];
}
