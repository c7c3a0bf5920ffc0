import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { deployment, secret } from '../../lab/kubernetes/objects.js';
import { type DeploymentObject, isComplete } from './completion.js';

/** Deployments of three pods each, in a namespace of their own; the first of them read a key of a secret. */
export interface Fleet {
  readonly namespace: LabNamespace;
  /** Those that read the key, as kubectl names them: `deployment/app-1`. */
  readonly readers: readonly string[];
  /** Resolves when nothing is under way any more, with the uids of the readers' pods. */
  settled(): Promise<ReadonlySet<string>>;
  /** What the key holds. */
  servers(): Promise<string>;
}

export const secretName = 'bench-kafka';
export const secretKey = 'KAFKA_BOOTSTRAP_SERVERS';
const podsEach = 3;
const patienceMs = 180_000;

interface PodObject {
  readonly metadata: {
    readonly uid: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly deletionTimestamp?: string;
  };
}

/** @param size workloads in all: the readers, and others that have nothing to do with the secret */
export async function startFleet(
  lab: KubernetesLab,
  { readers, size = readers }: { readonly readers: number; readonly size?: number },
): Promise<Fleet> {
  const namespace = await lab.namespace('bench');
  const names = Array.from({ length: size }, (_, index) => `app-${index + 1}`);
  const reading = new Set(names.slice(0, readers));
  await namespace.apply(secret(secretName, { [secretKey]: 'before:9092', PASSWORD: 'of-somebody' }));
  const key = { [secretKey]: { secret: secretName, key: secretKey } };
  await Promise.all(
    names.map((name) => {
      const env = reading.has(name) ? { ...settings, ...key } : settings;
      return namespace.apply(deployment({ name, replicas: podsEach, node: 'kwok', env }));
    }),
  );
  return {
    namespace,
    readers: [...reading].map((name) => `deployment/${name}`),
    settled: () =>
      namespace.until(async () => {
        const deployments = await namespace.list<DeploymentObject>('Deployment');
        if (!deployments.every(isComplete)) return undefined;
        const pods = await namespace.list<PodObject>('Pod');
        const isStill = pods.every(({ metadata }) => metadata.deletionTimestamp === undefined);
        if (!isStill || pods.length !== size * podsEach) return undefined;
        const ofReaders = pods.filter(({ metadata }) => reading.has(metadata.labels['app'] ?? ''));
        return new Set(ofReaders.map(({ metadata }) => metadata.uid));
      }, patienceMs),
    async servers() {
      const { data } = await namespace.read<{ data: Record<string, string> }>('Secret', secretName);
      return Buffer.from(data[secretKey] ?? '', 'base64').toString();
    },
  };
}

/** An application has some; without them its object would be smaller than people's are. */
const settings = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`SETTING_${index}`, `value-of-setting-${index}`]),
);
