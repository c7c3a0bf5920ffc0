import * as v from 'valibot';
import { parseClusterArn } from '../msk/cluster-arn.js';
import { awsSchema } from './aws-schema.js';
import { clusterSchema } from './cluster-schema.js';
import { hostProblems, noSuchHost } from './host-names.js';
import { hostsSchema } from './hosts-schema.js';
import { pathTo } from './issue-path.js';
import { kubernetesSchema, valuesOfBrokers } from './kubernetes-schema.js';
import { pricesSchema } from './prices-schema.js';
import { referencesIn } from './reference-syntax.js';
import { flag, text } from './schema-text.js';
import { sleepSchema, workloadsIn } from './sleep-schema.js';

const path = text('A topics manifest; relative to this file.');

const keys = v.strictObject({
  protected: v.exactOptional(flag('Every change here needs one step more of confirmation.')),
  aws: v.exactOptional(awsSchema),
  hosts: v.exactOptional(hostsSchema),
  cluster: v.exactOptional(v.pipe(clusterSchema, v.description('The Kafka cluster of this environment.'))),
  topics: v.exactOptional(
    v.pipe(
      v.union([path, v.array(path)], 'expected a path or a list of paths'),
      v.description('The topics manifest, or a list of them.'),
    ),
  ),
  kubernetes: v.exactOptional(kubernetesSchema),
  sleep: v.exactOptional(sleepSchema),
  prices: v.exactOptional(pricesSchema),
});

type Environment = v.InferOutput<typeof keys>;

/** A mistake, and through which keys of the environment it is found. */
interface Misfit {
  readonly at: readonly [string | number, ...(string | number)[]];
  readonly message: string;
}

/** An environment: its blocks, and how they go together. */
export const environmentSchema = v.pipe(
  keys,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const environment = dataset.value;
    const misfits = [unknownWayIn, unknownHosts, elsewhere, withoutCluster, withoutKubernetes].flatMap(
      (check) => check(environment),
    );
    for (const { at, message } of misfits) addIssue({ message, path: pathTo(environment, at) });
  }),
);

function unknownWayIn({ cluster, hosts = {} }: Environment): readonly Misfit[] {
  const { via } = cluster ?? {};
  if (via === undefined || Object.hasOwn(hosts, via)) return [];
  return [{ at: ['cluster', 'via'], message: noSuchHost(via, Object.keys(hosts)) }];
}

function unknownHosts({ cluster, hosts = {}, kubernetes }: Environment): readonly Misfit[] {
  const { brokers = [] } = cluster ?? {};
  const values: readonly (readonly [Misfit['at'], string])[] = [
    ...(typeof brokers === 'string'
      ? [[['cluster', 'brokers'], brokers] as const]
      : brokers.map((broker, index) => [['cluster', 'brokers', index], broker] as const)),
    ...Object.entries(kubernetes?.secrets ?? {}).flatMap(([name, values]) =>
      Object.entries(values).map(([key, value]) => [['kubernetes', 'secrets', name, key], value] as const),
    ),
  ];
  return values.flatMap(([at, value]) =>
    hostProblems(value, Object.keys(hosts)).map((message) => ({ at, message })),
  );
}

/** An ARN names the account and the region, which the environment may name, too. */
function elsewhere({ aws = {}, cluster }: Environment): readonly Misfit[] {
  const arn = parseClusterArn(cluster?.arn ?? '');
  if (arn === undefined) return [];
  const { accountId, region } = aws;
  const isKnown = (text: string | undefined): text is string =>
    text !== undefined && referencesIn(text).length === 0;
  const messages = [
    isKnown(accountId) && accountId !== arn.accountId
      ? [`it is of account ${arn.accountId}, and aws.accountId is ${accountId}`]
      : [],
    isKnown(region) && region !== arn.region ? [`it is in ${arn.region}, and aws.region is ${region}`] : [],
  ];
  return messages.flat().map((message) => ({ at: ['cluster', 'arn'], message }));
}

function withoutCluster({ cluster, kubernetes = {} }: Environment): readonly Misfit[] {
  if (cluster !== undefined) return [];
  const message = "it is made of the cluster's brokers, and this environment has no cluster";
  return valuesOfBrokers(kubernetes).map(([name, key]) => ({
    at: ['kubernetes', 'secrets', name, key],
    message,
  }));
}

function withoutKubernetes({ kubernetes, sleep = [] }: Environment): readonly Misfit[] {
  if (kubernetes !== undefined) return [];
  const message =
    'it is in the Kubernetes of this environment, which has none: write kubernetes: { context: … }';
  return workloadsIn(sleep).map((index) => ({ at: ['sleep', index, 'kubernetesWorkload'], message }));
}
