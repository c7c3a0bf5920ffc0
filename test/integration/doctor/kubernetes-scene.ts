import { expect, onTestFinished } from 'vitest';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import type { KubernetesObject } from '../../lab/kubernetes/resources.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { folderWith, run } from '../../run.js';

export const variable = 'KAFKA_BOOTSTRAP_SERVERS';
export const fromSecret = { [variable]: { secret: 'kafka', key: variable } };
/** What mustn't be seen of a secret. */
export const canary = 'canary-4711-do-not-show';
export const brokers = ['b-1.exchange.example:9092', 'b-2.exchange.example:9092'];

export async function freshNamespace(): Promise<LabNamespace> {
  const namespace = await (await sharedKubernetes()).namespace('doctor');
  onTestFinished(namespace.remove);
  return namespace;
}

export interface Scene {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly namespace?: string;
  readonly brokers?: readonly string[];
  readonly cluster?: string;
  /** Lines under `kubernetes:`. */
  readonly kubernetes?: string;
}

interface Finding {
  readonly verdict: string;
  readonly saw: string;
  readonly problem: string | null;
  readonly next: readonly string[];
  readonly fix: unknown;
  readonly isRight: boolean;
}

export interface Looked {
  readonly code: number;
  /** Of a layer: its status and its findings. */
  readonly layer: (name: string) => {
    readonly status: string;
    readonly because: string | null;
    readonly findings: readonly Finding[];
  };
  /** `secret broken bootstrap-stale`, of all that isn't fine in Kubernetes' layers. */
  readonly alarms: readonly string[];
}

export async function folderOf(namespace: LabNamespace, scene: Scene = {}): Promise<string> {
  const { kubeconfig = namespace.kubeconfig, context = 'lab', namespace: name = namespace.name } = scene;
  const { kubernetes = `bootstrap: [{ secret: kafka, key: ${variable} }]`, cluster = '' } = scene;
  return folderWith({
    'exops.yaml': `version: 1
environments:
  lab:
    cluster: { brokers: [${(scene.brokers ?? brokers).join(', ')}]${cluster} }
    kubernetes:
      kubeconfig: ${kubeconfig}
      context: ${context}
      namespace: ${name}
      ${kubernetes}
`,
  });
}

const ours = ['kubernetes', 'secret', 'pods', 'applications'];

/** Runs `doctor`, and looks for the canary in all that it says. */
export async function look(namespace: LabNamespace, scene: Scene = {}): Promise<Looked> {
  const cwd = await folderOf(namespace, scene);
  const { code, stdout, stderr } = await run('doctor -o json --timeout 3s', { cwd });
  expect(stdout + stderr).not.toContain(canary);
  expect(stdout + stderr).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16));
  const layers: readonly (ReturnType<Looked['layer']> & { readonly layer: string })[] =
    JSON.parse(stdout).layers;
  const layer: Looked['layer'] = (wanted) => {
    const found = layers.find((one) => one.layer === wanted);
    if (found === undefined) throw new Error(`No layer ${wanted} in ${stdout}`);
    return found;
  };
  expect(['configuration', 'settings'].map((one) => layer(one).status)).toEqual(['ok', 'ok']);
  const alarms = layers
    .filter((one) => ours.includes(one.layer))
    .flatMap(({ layer: of, findings }) =>
      findings.flatMap(({ verdict, problem }) => (verdict === 'ok' ? [] : [`${of} ${verdict} ${problem}`])),
    );
  return { code, layer, alarms };
}

/** A secret as people make it, with a password beside the servers. */
export async function createSecret(namespace: LabNamespace, servers: string, key = variable): Promise<void> {
  const literals = [`--from-literal=${key}=${servers}`, `--from-literal=PASSWORD=${canary}`];
  await namespace.kubectl(['create', 'secret', 'generic', 'kafka', ...literals]);
}

export async function applied(
  namespace: LabNamespace,
  ...objects: readonly KubernetesObject[]
): Promise<void> {
  await Promise.all(objects.map((object) => namespace.apply(object)));
  await namespace.rolledOut(...objects.map(({ kind, metadata }) => `${kind.toLowerCase()}/${metadata.name}`));
}
