import type { LabNamespace } from '../../../lab/kubernetes/namespace.js';
import { deployment, secret, type WorkloadDraft } from '../../../lab/kubernetes/objects.js';
import type { Place } from './place.js';
import type { Scene } from './setup.js';

export const secretName = 'exchange-secrets';
export const key = 'KAFKA_BOOTSTRAP_SERVERS';

/** A Deployment that reads the key, as most applications do. */
export const reader: WorkloadDraft = { name: 'backend', env: { [key]: { secret: secretName, key } } };

export interface Floor {
  readonly namespace: LabNamespace;
  /** The lab's broker, and this namespace with its secret. */
  scene(more?: Scene & { readonly kubernetes?: object }): Scene;
  /** `exops` and `kubectl` for this namespace, as doctor prints them. */
  kubectl(words: string): string;
}

export interface FloorOptions {
  /** What the secret's key holds; the lab's broker when left out, and null for no secret. */
  readonly held?: string | null;
  /** Deployments that come up; the reader when left out. */
  readonly workloads?: readonly WorkloadDraft[];
  /** Those that never do. */
  readonly failing?: readonly WorkloadDraft[];
}

/** A namespace with a secret and what reads it. */
export async function floor(place: Place, options: FloorOptions = {}): Promise<Floor> {
  const { bootstrap } = place.kafka;
  const { held = bootstrap, workloads = [reader], failing = [] } = options;
  const namespace = await place.namespace();
  if (held !== null) await namespace.apply(secret(secretName, { [key]: held }));
  await Promise.all([...workloads, ...failing].map((draft) => namespace.apply(deployment(draft))));
  await namespace.rolledOut(...workloads.map(({ name }) => `deployment/${name}`));
  const { name, kubeconfig } = namespace;
  return {
    namespace,
    kubectl: (words) => `kubectl --context lab --namespace ${name} ${words}`,
    scene({ kubernetes, env, ...more } = {}) {
      const where = {
        context: 'lab',
        namespace: name,
        bootstrap: [{ secret: secretName, key }],
        ...kubernetes,
      };
      return {
        environment: { cluster: { brokers: [bootstrap] }, kubernetes: where },
        ...more,
        env: { KUBECONFIG: kubeconfig, ...env },
      };
    },
  };
}
