import * as v from 'valibot';
import { didYouMean } from '../yaml/nearest.js';
import type { ValidateOptions } from '../yaml/validate.js';
import { authSchema } from './auth-schema.js';
import { awsSchema } from './aws-schema.js';
import { hostsSchema, noSuchHost } from './hosts-schema.js';
import { kubernetesSchema, valuesOfBrokers } from './kubernetes-schema.js';
import { notSupportedYet } from './not-yet-supported.js';
import { parseBrokers } from './parse-broker.js';
import { referencesIn } from './reference-syntax.js';
import { flag, text, word } from './schema-text.js';

const clusterKinds = ['kafka', 'redpanda', 'msk'] as const;
export type ClusterKind = (typeof clusterKinds)[number];

const broker = v.pipe(
  text('host:port, or [::1]:9092; several with commas between.'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value === '' || referencesIn(dataset.value).length > 0) return;
    for (const parsed of parseBrokers(dataset.value))
      if ('problem' in parsed) addIssue({ message: parsed.problem });
  }),
);

const cluster = v.strictObject({
  kind: v.exactOptional(word(clusterKinds, 'What runs there: kafka (when left out), redpanda or msk.')),
  brokers: v.pipe(
    v.union(
      [broker, v.pipe(v.array(broker), v.minLength(1, 'expected at least one host:port'))],
      'expected host:port or a list of them',
    ),
    v.description('The bootstrap servers: at least one host:port.'),
  ),
  clusterId: v.exactOptional(text('The id that the cluster must have; exops refuses to touch any other.')),
  auth: v.exactOptional(authSchema),
  via: v.exactOptional(text('One of the hosts: the brokers are reached through it.')),
});

const path = text('A topics manifest; relative to this file.');

const environmentKeys = v.strictObject({
  protected: v.exactOptional(flag('Every change here needs one step more of confirmation.')),
  aws: v.exactOptional(awsSchema),
  hosts: v.exactOptional(hostsSchema),
  cluster: v.exactOptional(v.pipe(cluster, v.description('The Kafka cluster of this environment.'))),
  topics: v.exactOptional(
    v.pipe(
      v.union([path, v.array(path)], 'expected a path or a list of paths'),
      v.description('The topics manifest, or a list of them.'),
    ),
  ),
  kubernetes: v.exactOptional(kubernetesSchema),
});

const environment = v.pipe(
  environmentKeys,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { cluster, hosts = {} } = dataset.value;
    if (cluster?.via === undefined || Object.hasOwn(hosts, cluster.via)) return;
    const message = noSuchHost(cluster.via, Object.keys(hosts));
    const outer = { type: 'object', origin: 'value', input: { ...dataset.value }, key: 'cluster' } as const;
    const inner = { type: 'object', origin: 'value', input: { ...cluster }, key: 'via' } as const;
    addIssue({
      message,
      path: [
        { ...outer, value: cluster },
        { ...inner, value: cluster.via },
      ],
    });
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value.cluster !== undefined) return;
    const { kubernetes } = dataset.value;
    const { secrets = {} } = kubernetes ?? {};
    const message = "it is made of the cluster's brokers, and this environment has no cluster";
    for (const [name, key] of valuesOfBrokers(kubernetes ?? {})) {
      const step = { type: 'object', origin: 'value' } as const;
      const keys = secrets[name] ?? {};
      addIssue({
        message,
        path: [
          { ...step, input: { ...dataset.value }, key: 'kubernetes', value: kubernetes },
          { ...step, input: { ...kubernetes }, key: 'secrets', value: secrets },
          { ...step, input: { ...secrets }, key: name, value: keys },
          { ...step, input: { ...keys }, key, value: keys[key] },
        ],
      });
    }
  }),
);

const environmentName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'a name has letters, digits, dots, dashes and underscores only'),
);

/** `exops.yaml`. */
export const configSchema = v.pipe(
  v.strictObject({
    version: v.pipe(v.literal(1), v.description('The version of this format: 1.')),
    defaultEnvironment: v.exactOptional(
      v.pipe(v.string(), v.description('The environment that is meant when a command names none.')),
    ),
    environments: v.pipe(
      v.record(environmentName, environment),
      v.minEntries(1, 'expected at least one environment'),
      v.description('The environments by name.'),
    ),
  }),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const { defaultEnvironment: key, environments } = dataset.value;
    if (key === undefined || Object.hasOwn(environments, key)) return;
    const message = `there is no environment ${JSON.stringify(key)}${didYouMean(key, Object.keys(environments))}`;
    const at = { type: 'object', origin: 'value', input: { ...dataset.value }, value: key } as const;
    addIssue({ message, path: [{ ...at, key: 'defaultEnvironment' }] });
  }),
  v.title('exops.yaml'),
);

export type Config = v.InferOutput<typeof configSchema>;

/** How `validate` is to speak of keys that the schema doesn't have. */
export const configOptions: ValidateOptions = {
  unknownKey: (path, key) => {
    if (path[0] !== 'environments') return undefined;
    if (path.length === 2) return notSupportedYet('environmentKeys', key);
    return path.length === 3 && path[2] === 'cluster' ? notSupportedYet('clusterKeys', key) : undefined;
  },
};
