import type { KubernetesApi } from '../api.js';
import type { Container, KeyReference, Pod, SecretItems, Volume } from './pod.js';

/** What a container was started with. */
export interface Environment {
  readonly variables: ReadonlyMap<string, string>;
  /** Contents by path. */
  readonly files: ReadonlyMap<string, string>;
}

/** A container can't be started, in the words of a kubelet; it tries again. */
export class ConfigError extends Error {}

type SecretData = ReadonlyMap<string, string>;
type ReadSecret = (name: string) => Promise<SecretData | undefined>;

/** Puts together what a container gets from the secrets as they are now. */
export async function resolveEnvironment(
  api: KubernetesApi,
  pod: Pod,
  container: Container,
): Promise<Environment> {
  const read = secretReader(api, pod.metadata.namespace);
  const files = await mountedFiles(read, pod, container);
  const variables = await variablesOf(read, pod, container);
  return { variables, files };
}

function secretReader(api: KubernetesApi, namespace: string): ReadSecret {
  const seen = new Map<string, Promise<SecretData | undefined>>();
  const read: ReadSecret = async (name) => {
    const { status, body } = await api.ask('GET', `/api/v1/namespaces/${namespace}/secrets/${name}`);
    if (status === 404) return undefined;
    const { data = {} } = body as { readonly data?: Readonly<Record<string, string>> };
    return new Map(
      Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString('utf8')]),
    );
  };
  return (name) => {
    const found = seen.get(name) ?? read(name);
    seen.set(name, found);
    return found;
  };
}

async function variablesOf(read: ReadSecret, pod: Pod, container: Container): Promise<Map<string, string>> {
  const variables = new Map<string, string>();
  for (const { prefix = '', secretRef } of container.envFrom ?? []) {
    if (secretRef === undefined) continue;
    const data = await required(read, secretRef.name, secretRef.optional);
    for (const [key, value] of data) variables.set(`${prefix}${key}`, value);
  }
  for (const { name, value = '', valueFrom } of container.env ?? []) {
    const reference = valueFrom?.secretKeyRef;
    const found = reference === undefined ? value : await keyOf(read, pod.metadata.namespace, reference);
    if (found !== undefined) variables.set(name, found);
  }
  return variables;
}

async function keyOf(
  read: ReadSecret,
  namespace: string,
  reference: KeyReference,
): Promise<string | undefined> {
  const { name, key, optional } = reference;
  const value = (await required(read, name, optional)).get(key);
  if (value === undefined && optional !== true) {
    throw new ConfigError(`couldn't find key ${key} in Secret ${namespace}/${name}`);
  }
  return value;
}

async function required(read: ReadSecret, name: string, optional: boolean | undefined): Promise<SecretData> {
  const data = await read(name);
  if (data === undefined && optional !== true) throw new ConfigError(`secret "${name}" not found`);
  return data ?? new Map();
}

async function mountedFiles(read: ReadSecret, pod: Pod, container: Container): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { name, mountPath, subPath } of container.volumeMounts ?? []) {
    const volume = pod.spec.volumes?.find((one) => one.name === name);
    if (volume === undefined) continue;
    for (const [path, content] of await volumeFiles(read, volume)) {
      if (subPath === undefined) files.set(`${mountPath}/${path}`, content);
      else if (subPath === path) files.set(mountPath, content);
    }
  }
  return files;
}

async function volumeFiles(read: ReadSecret, { secret, projected }: Volume): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const sources: readonly (SecretItems & { readonly name: string })[] = [
    ...(secret === undefined ? [] : [{ ...secret, name: secret.secretName }]),
    ...(projected?.sources ?? []).flatMap((source) => (source.secret === undefined ? [] : [source.secret])),
  ];
  for (const { name, items, optional } of sources) {
    const data = await required(read, name, optional);
    const wanted = items ?? [...data.keys()].map((key) => ({ key, path: key }));
    for (const { key, path } of wanted) {
      const content = data.get(key);
      if (content !== undefined) files.set(path, content);
      else if (optional !== true) throw new ConfigError(`references non-existent secret key: ${key}`);
    }
  }
  return files;
}
