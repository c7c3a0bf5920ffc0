import * as v from 'valibot';
import { authSchema } from './auth-schema.js';
import { parseBrokers } from './parse-broker.js';
import { hostReference, referencesIn } from './reference-syntax.js';
import { text, word } from './schema-text.js';

const clusterKinds = ['kafka', 'redpanda', 'msk'] as const;
export type ClusterKind = (typeof clusterKinds)[number];

const broker = v.pipe(
  text(
    `host:port, or [::1]:9092; several with commas between. ${hostReference} is the private address of one of the hosts.`,
    { withHosts: true },
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed || dataset.value === '' || referencesIn(dataset.value).length > 0) return;
    for (const parsed of parseBrokers(dataset.value))
      if ('problem' in parsed) addIssue({ message: parsed.problem });
  }),
);

/** The `cluster` block of an environment. */
export const clusterSchema = v.strictObject({
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
