import * as v from 'valibot';
import {
  dataKeyPattern,
  dataKeyRule,
  namespacePattern,
  namespaceRule,
  objectNamePattern,
  secretNameRule,
} from './kubernetes-names.js';
import {
  bootstrapName,
  clusterSource,
  exampleReference,
  hostReference,
  referencesIn,
} from './reference-syntax.js';
import { text } from './schema-text.js';

const namespace = v.pipe(
  text('The namespace of the applications.'),
  v.regex(new RegExp(`${namespacePattern.source}|\\$\\{`), namespaceRule),
);

const clusterEndpoint = v.pipe(
  text('The API server that the context must lead to; exops refuses to send anything to another.'),
  v.regex(/^https?:\/\/[^\s/@?#]+\/?$|\$\{/, 'expected a URL such as https://0123.gr7.eks.amazonaws.com'),
);

const secretName = v.pipe(v.string(), v.regex(objectNamePattern, secretNameRule));
const dataKey = v.pipe(v.string(), v.regex(dataKeyPattern, dataKeyRule));

const bootstrapKey = v.strictObject({
  secret: v.pipe(secretName, v.description('The name of a secret.')),
  key: v.pipe(dataKey, v.description('The key in it that holds the bootstrap servers.')),
});

const bootstrap = v.pipe(
  v.array(bootstrapKey),
  v.minLength(1, 'expected at least one { secret: …, key: … }'),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    const seen = new Set<string>();
    for (const [index, value] of dataset.value.entries()) {
      const name = `${value.secret}/${value.key}`;
      const at = { type: 'array', origin: 'value', input: [...dataset.value], key: index, value } as const;
      if (seen.has(name)) addIssue({ message: 'this secret and key stand here twice', path: [at] });
      seen.add(name);
    }
  }),
  v.description('Where applications read their bootstrap servers from.'),
);

const secretValue = text(
  `The value; a password by reference, as in ${exampleReference('DB_PASSWORD')}. \${kafka:bootstrap} is the cluster's brokers, ${hostReference} the private address of one of the hosts.`,
  { withCluster: true, withHosts: true },
);

const secrets = v.pipe(
  v.record(secretName, v.record(dataKey, secretValue)),
  v.description('Opaque secrets and the keys in them that exops k8s sync-secrets keeps as they stand here.'),
);

/** The `kubernetes` block of an environment. */
export const kubernetesSchema = v.pipe(
  v.strictObject({
    context: v.exactOptional(
      text("A context of the kubeconfig; the kubeconfig's current one when left out."),
    ),
    namespace: v.exactOptional(namespace),
    kubeconfig: v.exactOptional(
      text('A kubeconfig, relative to this file; KUBECONFIG or ~/.kube/config when left out.'),
    ),
    clusterEndpoint: v.exactOptional(clusterEndpoint),
    bootstrap: v.exactOptional(bootstrap),
    secrets: v.exactOptional(secrets),
  }),
  v.description('The Kubernetes cluster whose applications use this environment.'),
);

type Kubernetes = v.InferOutput<typeof kubernetesSchema>;

/** The names and keys of `kubernetes.secrets` whose values are made of the environment's brokers. */
export function valuesOfBrokers({ secrets = {} }: Kubernetes): readonly (readonly [string, string])[] {
  return Object.entries(secrets).flatMap(([name, keys]) =>
    Object.entries(keys)
      .filter(([, value]) =>
        referencesIn(value).some((one) => one.source === clusterSource && one.name === bootstrapName),
      )
      .map(([key]) => [name, key] as const),
  );
}
