import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awsMskLab } from '../../lab/aws/msk-lab.js';
import { startAws } from '../../lab/aws/start.js';
import { startEc2Host } from '../../lab/ec2-host.js';
import { startMsk } from '../../lab/kafka/msk.js';
import { startProxiedBroker } from '../../lab/kafka/proxied.js';
import { deployment, secret } from '../../lab/kubernetes/objects.js';
import { startKubernetes } from '../../lab/kubernetes/start.js';

/** A healthy environment in a folder. */
export interface Scene {
  readonly what: string;
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** How much longer than here each answer takes; milliseconds. */
export interface Delays {
  readonly kafkaMs: number;
  readonly awsMs: number;
}

const environmentFile = (environment: object) =>
  JSON.stringify({ version: 1, environments: { dev: environment } });

/** One broker without a login, which answers late. */
export async function plainScene(folder: string, { kafkaMs }: Delays): Promise<Scene> {
  const { proxy, stop } = await startProxiedBroker({ delayMs: kafkaMs });
  await writeFile(join(folder, 'exops.yaml'), environmentFile({ cluster: { brokers: [proxy.bootstrap] } }));
  return { what: `a broker that answers after ${kafkaMs} ms`, env: {}, stop };
}

const key = 'KAFKA_BOOTSTRAP_SERVERS';
/** Where no broker is, or the host would be taken for one. */
const hostAddress = '127.0.0.2';

/** An MSK cluster by its name and with IAM, a host on the way, and a namespace of applications; AWS answers late. */
export async function wholeScene(folder: string, { awsMs }: Delays): Promise<Scene> {
  const [aws, msk, kubernetes] = await Promise.all([startAws(), startMsk(), startKubernetes()]);
  const { AWS_ACCESS_KEY_ID: accessKeyId = '', AWS_SECRET_ACCESS_KEY: secretAccessKey = '' } = aws.env;
  await msk.letIn({ accessKeyId, secretAccessKey });
  const host = await startEc2Host(aws, 'bench-host', { ssh: { address: hostAddress } });
  const keys = host.hostKeys().map(({ type, base64 }) => `${type} ${base64}`);
  const shown = ['-----BEGIN SSH HOST KEY KEYS-----', ...keys, '-----END SSH HOST KEY KEYS-----'];
  await aws.setConsoleOutput(host.instanceId, shown.join('\n'));
  const name = 'bench';
  const { iam } = msk.listeners;
  await awsMskLab(aws).createCluster({
    name,
    brokers: { private: { iam } },
    nodes: [{ endpoint: 'b-1.example' }],
  });
  const namespace = await kubernetes.namespace('bench');
  await namespace.apply(secret('kafka', { [key]: iam }));
  await namespace.apply(
    deployment({ name: 'backend', replicas: 2, env: { [key]: { secret: 'kafka', key } } }),
  );
  await namespace.rolledOut('deployment/backend');
  const { instanceId: instance, user, port } = host;
  const environment = {
    aws: { region: msk.region, accountId: '123456789012' },
    hosts: { way: { instance, user, port } },
    cluster: { name, via: 'way', auth: { mechanism: 'iam', ca: msk.pki.ca } },
    kubernetes: { context: 'lab', namespace: namespace.name, bootstrap: [{ secret: 'kafka', key }] },
  };
  await writeFile(join(folder, 'exops.yaml'), environmentFile(environment));
  await aws.fault({ delayMs: awsMs });
  return {
    what: `MSK by IAM through a host, with Kubernetes; AWS answers after ${awsMs} ms`,
    env: { ...aws.env, KUBECONFIG: namespace.kubeconfig },
    async stop() {
      await host.stop();
      await namespace.remove();
      await Promise.all([aws.stop(), msk.stop(), kubernetes.stop()]);
    },
  };
}
