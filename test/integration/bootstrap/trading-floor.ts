import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import type { PodObject, WorkloadObject } from '../../../src/lib/k8s/objects.js';
import { type ApiProxy, type ApiRequest, startApiProxy } from '../../lab/kubernetes/api-proxy.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { deployment, secret, statefulSet, type WorkloadDraft } from '../../lab/kubernetes/objects.js';
import { type KubernetesObject, resourcePath } from '../../lab/kubernetes/resources.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';
import { allText, stateFolder } from '../state-folder.js';

/** What no output, error, journal, annotation or request line may show, neither as it is nor encoded. */
export const canary = 'Zq7-canary-Kf3';

export const secretName = 'app-secrets';
export const key = 'KAFKA_BOOTSTRAP_SERVERS';
export const before = '10.0.11.8:9092';
export const after = '10.0.12.31:9092';
export const recordAnnotation = 'exops/patch-bootstrap';

/** The command line that the tests begin with; nobody is asked, no broker either. */
export const patch = `k8s patch-bootstrap --servers ${after} --no-probe --yes`;

/** Reads the key, as most applications do. */
export const fromKey = { env: { [key]: { secret: secretName, key } } } as const;

export interface ExopsOptions extends RunOptions {
  /** Path; the admin's when left out. */
  readonly kubeconfig?: string;
}

/** A namespace with a secret and what reads it. */
export interface TradingFloor {
  readonly namespace: LabNamespace;
  /** Has the `exops.yaml`. */
  readonly cwd: string;
  /** The variables that the built program needs. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command line as the admin; whatever it shows, leaves behind or asks a proxy for is searched for the canary. */
  exops(line: string, options?: ExopsOptions): Promise<RunResult>;
  /** The same search, for the output of a run that wasn't this method's. */
  search(shown: string): Promise<void>;
  /** What a secret's key holds, by kubectl; undefined when it has none. */
  valueOf(name?: string, of?: string): Promise<string | undefined>;
  annotationsOf(name?: string): Promise<Readonly<Record<string, string>>>;
  /** All that a change may not alter when it is taken back, and all that it may where it isn't. */
  world(): Promise<World>;
  /** The same floor behind a proxy, which takes the place of the API server. */
  proxied(kubeconfig?: string): Promise<ApiProxy>;
}

export interface World {
  /** Texts by key, by name of the secret. */
  readonly secrets: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** By `deployment/name`. */
  readonly workloads: Readonly<Record<string, WorldOfWorkload>>;
}

export interface WorldOfWorkload {
  readonly restartedAt: string | undefined;
  /** Sorted uids of the pods that aren't being deleted. */
  readonly pods: readonly string[];
}

interface FloorOptions {
  /** Fields of the environment. */
  readonly environment?: Readonly<Record<string, unknown>>;
  /** Fields of `kubernetes` in the environment. */
  readonly kubernetes?: Readonly<Record<string, unknown>>;
  /** Of the secret; the canary comes by itself. */
  readonly data?: Readonly<Record<string, string>>;
  /** All of the pods were made in an earlier second than any change. */
  readonly isAged?: boolean;
  /** Nothing ever gets ready there: it isn't waited for. */
  readonly isUnready?: boolean;
}

/** A Deployment and a StatefulSet of two pods each that read the key. */
export const pair: readonly KubernetesObject[] = [
  deployment({ name: 'gateway', replicas: 2, ...fromKey }),
  statefulSet({ name: 'ledger', replicas: 2, ...fromKey }),
];

/** Names and settings a Deployment that reads the key. */
export const gateway = (draft: Partial<WorkloadDraft> = {}): KubernetesObject =>
  deployment({ name: 'gateway', replicas: 2, ...fromKey, ...draft });

/** The objects are applied after the secret, and the workloads among them have come up when this resolves. */
export async function tradingFloor(
  objects: readonly KubernetesObject[] = pair,
  {
    environment = {},
    kubernetes = {},
    data = { [key]: before },
    isAged = false,
    isUnready = false,
  }: FloorOptions = {},
): Promise<TradingFloor> {
  const lab = await sharedKubernetes();
  const namespace = await lab.namespace('bootstrap');
  onTestFinished(() => namespace.remove());
  await create(namespace, secret(secretName, { PASSWORD: canary, ...data }));
  await Promise.all(objects.map((object) => namespace.apply(object)));
  if (!isUnready) await namespace.rolledOut(...objects.filter(isRolledOut).map(nameOf));
  // The server tells pods' age in whole seconds: older ones are known for old.
  if (isAged) await sleep(1_000);
  const bootstrap = [{ secret: secretName, key }];
  const dev = {
    ...environment,
    kubernetes: { context: 'lab', namespace: namespace.name, bootstrap, ...kubernetes },
  };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  const state = await stateFolder();
  const env = { KUBECONFIG: namespace.kubeconfig, EXOPS_STATE_DIR: state };
  const proxies: ApiProxy[] = [];
  const search = async (shown: string) => {
    const asked = proxies.flatMap(({ requests }) => requests.map(requestLine));
    const left = [await allText(state), await annotationsIn(namespace)];
    searchForCanary([shown, ...asked, ...left].join('\n'));
  };
  const readSecret = (name: string) => namespace.kubectl(['get', 'secret', name, '-o', 'json']).then(parsed);
  return {
    namespace,
    cwd,
    env,
    search,
    async exops(line, { kubeconfig = namespace.kubeconfig, ...options } = {}) {
      const variables = { ...env, KUBECONFIG: kubeconfig, ...options.env };
      const result = await run(line, { cwd, ...options, env: variables });
      await search([result.stdout, result.stderr, result.screen].join('\n'));
      return result;
    },
    async valueOf(name = secretName, of = key) {
      return textsOf(await readSecret(name))[of];
    },
    annotationsOf: async (name = secretName) => (await readSecret(name)).metadata.annotations ?? {},
    world: () => worldOf(namespace),
    async proxied(kubeconfig = namespace.kubeconfig) {
      const proxy = await startApiProxy(lab.access, kubeconfig);
      onTestFinished(() => proxy.stop());
      proxies.push(proxy);
      return proxy;
    },
  };
}

/** As `kubectl create` does it: nobody has applied it, so nobody would write it back. */
export async function create(namespace: LabNamespace, object: KubernetesObject): Promise<void> {
  await namespace.api.call('POST', resourcePath(object.kind, namespace.name), object);
}

/** What was said, without what only a slow machine says; times are `T`, and the namespace is `NS`. */
export function said(text: string): string {
  return text
    .split('\n')
    .filter((line) => !/ · [\d.]+ m?s( …| · done)$/.test(line))
    .join('\n')
    .replace(/\b[\d.]+ m?s$/gm, 'T')
    .replace(/\b[\d.]+ m?s(?=:)/gm, 'T')
    .replace(/bootstrap-[0-9a-f]{8}/g, 'NS')
    .replace(/Record: \S+/g, 'Record: FILE');
}

interface ReadObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
}

const parsed = (text: string): ReadObject => JSON.parse(text) as ReadObject;

const textsOf = ({ data = {} }: ReadObject): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(data).map(([name, value]) => [name, Buffer.from(value, 'base64').toString()]),
  );

const nameOf = ({ kind, metadata }: KubernetesObject): string => `${kind.toLowerCase()}/${metadata.name}`;

function isRolledOut({
  kind,
  metadata,
  spec,
}: KubernetesObject & { readonly spec?: { readonly paused?: boolean } }) {
  const { annotations } = metadata as { readonly annotations?: Readonly<Record<string, string>> };
  const isOnDelete = JSON.stringify(spec ?? {}).includes('"OnDelete"');
  const isKind = ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind);
  return (
    isKind && !isOnDelete && spec?.paused !== true && annotations?.['exops.test/not-ready'] === undefined
  );
}

const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

async function worldOf(namespace: LabNamespace): Promise<World> {
  const pods = await namespace.list<PodObject>('Pod');
  const secrets = await namespace.list<ReadObject>('Secret');
  const each = await Promise.all(
    workloadKinds.map(async (kind) => {
      const found = await namespace.list<WorkloadObject>(kind);
      return found.map((object) => {
        const name = object.metadata?.name ?? '';
        const restartedAt =
          object.spec?.template?.metadata?.annotations?.['kubectl.kubernetes.io/restartedAt'];
        const own = pods.filter(
          ({ metadata }) => metadata?.labels?.['app'] === name && metadata.deletionTimestamp === undefined,
        );
        const uids = own.map(({ metadata }) => metadata?.uid ?? '').sort();
        return [`${kind.toLowerCase()}/${name}`, { restartedAt, pods: uids }] as const;
      });
    }),
  );
  return {
    secrets: Object.fromEntries(secrets.map((one) => [one.metadata.name, textsOf(one)])),
    workloads: Object.fromEntries(each.flat()),
  };
}

/** Of everything that exops may annotate. */
async function annotationsIn(namespace: LabNamespace): Promise<string> {
  const found = await Promise.all(
    ['Secret', ...workloadKinds].map((kind) => namespace.list<ReadObject>(kind)),
  );
  return JSON.stringify(
    found.flat().map((object) => {
      const { data: _, ...rest } = object;
      return rest;
    }),
  );
}

/** As a server's access log has it. */
export function requestLine({ method, path, query }: ApiRequest): string {
  return `${method} ${path}?${decodeURIComponent(query.toString())}`;
}

function searchForCanary(shown: string): void {
  expect(shown).not.toContain(canary);
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.from(canary.slice(offset)).toString('base64').slice(0, 12);
    expect(shown).not.toContain(encoded);
  }
}
