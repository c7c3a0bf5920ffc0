import { deployment, secret, statefulSet } from './objects.js';
import { startKubernetes } from './start.js';

/** A small exchange, to try things with: its pods run, and their secret has changed since to a broker that isn't there. */
export interface Exchange {
  /** Path. */
  readonly kubeconfig: string;
  /** Path. */
  readonly kubectl: string;
  readonly namespace: string;
  readonly secret: string;
  /** As kubectl names them: `deployment/gateway`. */
  readonly workloads: readonly string[];
  stop(): Promise<void>;
}

const variable = 'KAFKA_BOOTSTRAP_SERVERS';
const secretName = 'dev-matching-engine-secrets';

/** Starts a control plane and the exchange in it. Its pods were started with `bootstrap`. */
export async function startExchange(bootstrap: string): Promise<Exchange> {
  const kubernetes = await startKubernetes({ kwok: false });
  const namespace = await kubernetes.namespace('exchange-dev');
  const workloads = ['deployment/gateway', 'deployment/matching-engine', 'statefulset/ledger'];
  const annotations = { 'exops.test/probe': 'tcp' };
  const env = { [variable]: { secret: secretName, key: variable } };
  try {
    await namespace.apply(secret(secretName, { [variable]: bootstrap, OTHER: 'untouched' }));
    await namespace.apply(deployment({ name: 'gateway', replicas: 2, env, annotations }));
    await namespace.apply(
      deployment({ name: 'matching-engine', replicas: 3, envFrom: [secretName], annotations }),
    );
    await namespace.apply(
      statefulSet({ name: 'ledger', replicas: 2, volumes: { '/secrets': secretName }, annotations }),
    );
    await namespace.rolledOut(...workloads);
    await namespace.patch('Secret', secretName, {
      stringData: { [variable]: 'old-broker.example.org:9092' },
    });
  } catch (error) {
    await kubernetes.stop();
    throw error;
  }
  return {
    kubeconfig: namespace.kubeconfig,
    kubectl: kubernetes.access.kubectl,
    namespace: namespace.name,
    secret: secretName,
    workloads,
    async stop() {
      await namespace.remove();
      await kubernetes.stop();
    },
  };
}
