import { closedPort, silentPort } from '../../../lab/faulty-listeners.js';
import { floor, key, reader, secretName } from './floor.js';
import type { Place } from './place.js';
import type { BrokenSetup, Coverages } from './setup.js';

/** A namespace whose API server is asked with another kubeconfig. */
const askedBy = (
  what: string,
  kubeconfig: (place: Awaited<ReturnType<Place['namespace']>>) => Promise<string>,
  more: Pick<BrokenSetup, 'exitCode'> = {},
): BrokenSetup => ({
  what,
  ...more,
  async build(place) {
    const { namespace, scene } = await floor(place, { workloads: [] });
    return scene({ env: { KUBECONFIG: await kubeconfig(namespace) } });
  },
});

/** Pods of the reader that never run. */
const failing = (
  what: string,
  annotations: Readonly<Record<string, string>>,
  sign: string,
  next: (pod: string) => readonly [hint: string, command: string],
): BrokenSetup => ({
  what,
  async build(place) {
    const { namespace, scene, kubectl } = await floor(place, {
      workloads: [],
      failing: [{ ...reader, annotations }],
    });
    const pod = await namespace.until(async () => {
      const [found] = await namespace.list<{ readonly metadata: { readonly name: string } }>('Pod');
      return JSON.stringify(found ?? {}).includes(sign) ? found?.metadata.name : undefined;
    });
    const [hint, command] = next(pod);
    return scene({ saw: /^deployment\/backend: 1 of 1 pod in trouble: /, next: [hint, kubectl(command)] });
  },
});

/** Kubernetes itself, the secret, and the pods that read it. */
export const kubernetesSetups = {
  'context-unusable': [
    {
      what: 'a context that the kubeconfig lacks',
      exitCode: 1,
      build: async (place) => {
        const { scene } = await floor(place, { workloads: [] });
        return scene({ kubernetes: { context: 'lba' }, saw: 'lba' });
      },
    },
  ],
  'api-server-unreachable': [
    {
      what: 'nothing listens where the API server should be',
      build: async (place) => {
        const { namespace, scene } = await floor(place, { workloads: [] });
        const { port } = await place.started(closedPort());
        const server = `https://127.0.0.1:${port}`;
        return scene({ env: { KUBECONFIG: await namespace.users.admin({ server }) } });
      },
    },
  ],
  'no-answer': [
    {
      what: 'an API server that accepts and says nothing',
      layer: 'kubernetes',
      build: async (place) => {
        const { namespace, scene } = await floor(place, { workloads: [] });
        const { port } = await place.started(silentPort());
        const env = { KUBECONFIG: await namespace.users.admin({ server: `https://127.0.0.1:${port}` }) };
        return scene({ args: '--timeout 8s', env, saw: 'no answer in 8.0 s' });
      },
    },
  ],
  'api-server-certificate': [
    askedBy('an API server that was made anew', ({ users }) => users.wrongAuthority()),
  ],
  'kubernetes-credentials': [
    askedBy('a token that has expired', ({ users }) => users.expiredToken('late'), { exitCode: 4 }),
    askedBy('a plugin that fails', ({ users }) => users.failingPlugin('no session'), { exitCode: 4 }),
  ],
  'kubernetes-right-missing': [
    askedBy('no right at all', ({ users }) => users.token('nobody', []), { exitCode: 4 }),
    askedBy(
      'kubernetes right missing: secrets',
      ({ users }) =>
        users.token('half', [
          { apiGroups: [''], resources: ['pods'], verbs: ['list', 'get'] },
          { apiGroups: ['apps'], resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: ['list'] },
        ]),
      { exitCode: 0 },
    ),
  ],
  'namespace-missing': [
    {
      what: 'a namespace that is not there',
      build: async (place) => {
        const { scene } = await floor(place, { workloads: [] });
        return scene({ kubernetes: { namespace: 'no-such-namespace' }, saw: 'no-such-namespace' });
      },
    },
  ],
  'bootstrap-secret-missing': [
    {
      what: 'the secret is not there',
      build: async (place) => {
        const { scene, kubectl } = await floor(place, { held: null, workloads: [] });
        return scene({
          saw: `${secretName}: there is no secret of this name, which should have ${key}`,
          next: [
            'Create it, or write its right name into kubernetes.bootstrap. Those that are there:',
            kubectl('get secrets'),
          ],
        });
      },
    },
  ],
  'bootstrap-key-missing': [
    {
      what: 'the key is not there',
      build: async (place) => {
        const { scene } = await floor(place, { workloads: [] });
        return scene({
          kubernetes: { bootstrap: [{ secret: secretName, key: 'KAFKA_BROKERS' }] },
          saw: `${secretName} KAFKA_BROKERS: there is no such key; it has ${key}`,
          next: ['Add the key, and restart what reads it:', 'exops k8s patch-bootstrap --create-key'],
        });
      },
    },
  ],
  'bootstrap-stale': [
    {
      what: "secret with yesterday's brokers",
      build: async (place) => {
        const { scene } = await floor(place, { held: '10.0.11.8:9092' });
        return scene({
          saw: `${secretName} ${key}: 10.0.11.8:9092, and the cluster is at ${place.kafka.bootstrap}`,
          next: ["Set today's brokers, and restart what reads them:", 'exops k8s patch-bootstrap'],
        });
      },
    },
  ],
  'bootstrap-broker-gone': [
    {
      what: 'a secret with one broker too many',
      exitCode: 0,
      build: async (place) => {
        const { scene } = await floor(place, { held: `${place.kafka.bootstrap},10.0.11.8:9092` });
        return scene({ saw: '10.0.11.8:9092 is no broker of the cluster any more' });
      },
    },
  ],
  'bootstrap-other-port': [
    {
      what: "a secret with the broker's host and another port",
      exitCode: 0,
      build: async (place) => {
        const { scene } = await floor(place, { held: '127.0.0.1:1' });
        return scene({ saw: '127.0.0.1:1' });
      },
    },
  ],
  'pods-out-of-date': [
    {
      what: 'pods started with the old value',
      build: async (place) => {
        const { namespace, scene } = await floor(place, { held: '10.0.11.8:9092' });
        await new Promise((resolve) => setTimeout(resolve, 1_100));
        const data = { [key]: Buffer.from(place.kafka.bootstrap).toString('base64') };
        await namespace.patch('Secret', secretName, { data });
        return scene({ saw: 'deployment/backend: out of date; started with ' });
      },
    },
  ],
  'pods-crash': [
    failing('pods that crash', { 'exops.test/exit-if': '.' }, 'CrashLoopBackOff', (pod) => [
      'What it wrote before it ended:',
      `logs ${pod} -c app --previous --tail=20`,
    ]),
  ],
  'pods-image': [
    failing('pods without an image', { 'exops.test/image-error': 'true' }, 'ImagePull', (pod) => [
      'Which image it is, and what the registry said:',
      `describe pod ${pod}`,
    ]),
  ],
  'pods-unschedulable': [
    failing(
      'pods without a node',
      { 'exops.test/unschedulable': '0/3 nodes are available.' },
      'Unschedulable',
      (pod) => ['What no node has:', `describe pod ${pod}`],
    ),
  ],
  'pods-held-up': [
    {
      what: 'pods that wait for a key of another secret',
      build: async (place) => {
        const waiting = {
          ...reader,
          env: { ...reader.env, PASSWORD: { secret: 'nobody-made-it', key: 'password' } },
        };
        const { namespace, scene } = await floor(place, { workloads: [], failing: [waiting] });
        await namespace.until(async () => {
          const pods = JSON.stringify(await namespace.list('Pod'));
          return pods.includes('CreateContainerConfigError') ? pods : undefined;
        });
        return scene({ saw: /^deployment\/backend: 1 of 1 pod in trouble: .*CreateContainerConfigError/ });
      },
    },
  ],
} as const satisfies Coverages;
