import { createPartitions } from '../../kafka/requests/create-partitions.js';
import { createTopics } from '../../kafka/requests/create-topics.js';
import { deleteTopics } from '../../kafka/requests/delete-topics.js';
import { describeConfigs } from '../../kafka/requests/describe-configs.js';
import { incrementalAlterConfigs } from '../../kafka/requests/incremental-alter-configs.js';
import { listGroups } from '../../kafka/requests/list-groups.js';
import { listOffsets } from '../../kafka/requests/list-offsets.js';
import { metadata } from '../../kafka/requests/metadata.js';
import { offsetFetch } from '../../kafka/requests/offset-fetch.js';
import { negotiateVersion } from '../../kafka/wire/api.js';
import { countOf } from '../../terminal/plural.js';
import type { Finding, Outcome } from '../model.js';
import type { SpeakingBroker } from './protocol-step.js';
import { someOf } from './some-of.js';

interface Needed {
  readonly key: number;
  readonly name: string;
  readonly versions: readonly number[];
}

/** Without this nothing works; the others are each for some commands. */
const essential: readonly Needed[] = [metadata];
const useful: readonly Needed[] = [
  ...[describeConfigs, createTopics, createPartitions, incrementalAlterConfigs, deleteTopics],
  ...[listOffsets, listGroups, offsetFetch],
];

export function judgeVersions(brokers: readonly SpeakingBroker[]): Outcome<readonly SpeakingBroker[]> {
  const missing = (needed: readonly Needed[]) =>
    brokers.flatMap(({ address, ranges }) => {
      const apis = needed.filter((api) => negotiateVersion(api, ranges.get(api.key)) === undefined);
      return apis.length === 0 ? [] : [{ address, apis, ranges }];
    });
  const hopeless = missing(essential);
  const limited = missing(useful).filter(({ address }) => !hopeless.some((one) => one.address === address));
  const value = brokers.filter(({ address }) => !hopeless.some((one) => one.address === address));
  const findings: Finding[] = [
    ...hopeless.map((one) => finding('broken', one)),
    ...limited.map((one) => finding('warning', one)),
  ];
  const well = value.filter(({ address }) => !limited.some((one) => one.address === address));
  const served = Math.min(...well.map(({ ranges }) => ranges.size));
  if (well.length > 0)
    findings.push({
      verdict: 'ok',
      saw: `${someOf(well.map(({ address }) => address))}: ${countOf(served, 'kind')} of request, all that exops sends`,
    });
  return { findings, ...(value.length === 0 ? {} : { value }) };
}

function finding(
  verdict: 'broken' | 'warning',
  { address, apis, ranges }: SpeakingBroker & { readonly apis: readonly Needed[] },
): Finding {
  const words = apis.map(({ key, name, versions }) => {
    const range = ranges.get(key);
    const has = range === undefined ? 'none' : `${range.min} to ${range.max}`;
    return `${name} (has ${has}, wanted ${versions[0]} to ${versions.at(-1)})`;
  });
  return {
    ...{ verdict, problem: verdict === 'broken' ? 'broker-too-old' : 'requests-missing' },
    saw: `${someOf([address])}: doesn't serve ${words.join(', ')}`,
    next: [
      verdict === 'broken'
        ? 'exops speaks with Apache Kafka from 1.0 on, and with Redpanda.'
        : 'What needs them fails; topics sync wants Apache Kafka 2.3 or newer.',
    ],
  };
}
