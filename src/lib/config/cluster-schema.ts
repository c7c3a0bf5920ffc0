import * as v from 'valibot';
import { mskAccesses } from '../aws/contract/msk.js';
import { authSchema } from './auth-schema.js';
import { clusterMisfits } from './cluster-rules.js';
import { pathTo } from './issue-path.js';
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

const keys = v.strictObject({
  kind: v.exactOptional(
    word(clusterKinds, 'What runs there: kafka (when left out), redpanda or msk (with name, arn or iam).'),
  ),
  brokers: v.exactOptional(
    v.pipe(
      v.union(
        [broker, v.pipe(v.array(broker), v.minLength(1, 'expected at least one host:port'))],
        'expected host:port or a list of them',
      ),
      v.description('The bootstrap servers: at least one host:port. This, name or arn.'),
    ),
  ),
  name: v.exactOptional(text('The name of an MSK cluster, whose bootstrap servers are looked up.')),
  arn: v.exactOptional(text('The ARN of an MSK cluster, whose bootstrap servers are looked up.')),
  access: v.exactOptional(
    word(
      mskAccesses,
      "From where the MSK cluster is reached: private (its own network, when left out), public or vpc (other VPCs' PrivateLink).",
    ),
  ),
  clusterId: v.exactOptional(text('The id that the cluster must have; exops refuses to touch any other.')),
  auth: v.exactOptional(authSchema),
  via: v.exactOptional(text('One of the hosts: the brokers are reached through it.')),
});

/** The `cluster` block of an environment: its keys, and which of them go together. */
export const clusterSchema = v.pipe(
  keys,
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const { at, message } of clusterMisfits(dataset.value)) {
      const [first, ...rest] = at;
      addIssue(
        first === undefined ? { message } : { message, path: pathTo(dataset.value, [first, ...rest]) },
      );
    }
  }),
);
