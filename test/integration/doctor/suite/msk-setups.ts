import type { MskClusterRequest } from '../../../lab/aws/msk-lab.js';
import { authOf } from './listener-setups.js';
import { awsBlock, type Place } from './place.js';
import type { BrokenSetup, Coverages, Scene } from './setup.js';

/** An environment with an MSK cluster by its name, and the real one behind it. */
export async function mskByName(
  place: Place,
  request: Partial<MskClusterRequest> = {},
  cluster: object = {},
): Promise<Scene & { readonly name: string; readonly environment: object }> {
  const msk = await place.msk();
  const { iam, scram, tls } = msk.listeners;
  const name = place.named('liquibook');
  await place.msks.createCluster({
    ...{ name, brokers: { private: { iam, scram, tls } }, nodes: [{ endpoint: 'b-1.example' }] },
    ...request,
  });
  const environment = { aws: awsBlock, cluster: { name, auth: authOf('iam', msk), ...cluster } };
  return { name, environment };
}

const inState = (
  what: string,
  state: string,
  scene: Pick<Scene, 'next'>,
  more: Partial<BrokenSetup> = {},
): BrokenSetup => ({
  what,
  ...more,
  async build(place) {
    const { name, environment } = await mskByName(place, { state });
    return { environment, saw: `${name} is ${state}: `, ...scene };
  },
});

/** Brokers that nobody runs, by the names that MSK would give them. */
const mskHost = (label: string, region = 'ap-northeast-2') =>
  `b-1.${label}.abcde2.c3.kafka.${region}.amazonaws.com`;

const wrongPort = (what: string, port: number, auth: object, saw: string, right: number): BrokenSetup => ({
  what,
  also: ['name-unknown'],
  async build(place) {
    const host = mskHost(place.named('shop'));
    return {
      environment: { aws: awsBlock, cluster: { kind: 'msk', brokers: [`${host}:${port}`], auth } },
      saw: `${host}:${port} is MSK's port for ${saw}`,
      next: [`Write the brokers with the port ${right}: ${host}:${right}`],
    };
  },
});

/** MSK clusters as AWS has them. */
export const mskSetups = {
  'msk-not-found': [
    {
      what: 'cluster not found',
      build: async (place) => {
        const { name, environment } = await mskByName(place);
        const misspelt = name.slice(0, -1);
        return {
          environment: { ...environment, cluster: { name: misspelt, auth: { mechanism: 'iam' } } },
          saw: `There is no MSK cluster ${misspelt} in ap-northeast-2 (did you mean "${name}"?).`,
        };
      },
    },
  ],
  'msk-ambiguous': [
    {
      what: 'two clusters of one name',
      build: async (place) => {
        const { name, environment } = await mskByName(place);
        await place.msks.createCluster({ name });
        return { environment, saw: name };
      },
    },
  ],
  'msk-other-region': [
    {
      what: 'an ARN of another region',
      build: async (place) => {
        const uuid = '0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f-2';
        const arn = `arn:aws:kafka:us-east-1:123456789012:cluster/${place.named('far')}/${uuid}`;
        return {
          environment: { aws: awsBlock, cluster: { arn: `\${env:DOCTORS_ARN}`, auth: { mechanism: 'iam' } } },
          env: { DOCTORS_ARN: arn },
          saw: 'us-east-1',
        };
      },
    },
  ],
  'msk-not-ready': [
    inState('cluster CREATING', 'CREATING', {
      next: ['That takes 15 to 30 minutes. See how far it is:', 'exops msk list'],
    }),
    inState('cluster FAILED', 'FAILED', { next: ['Take another cluster:', 'exops msk list'] }),
  ],
  'msk-busy': [
    inState(
      'cluster HEALING',
      'HEALING',
      { next: ['See when it is ACTIVE again:', 'exops msk list'] },
      { exitCode: 0 },
    ),
  ],
  'msk-listener-off': [
    {
      what: 'authentication not enabled',
      build: async (place) => {
        const msk = await place.msk();
        const brokers = { private: { tls: msk.listeners.tls } };
        const { name, environment } = await mskByName(place, { brokers });
        return { environment, saw: `MSK cluster ${name} has no listener for IAM` };
      },
    },
    {
      what: 'no public access',
      build: async (place) => {
        const { name, environment } = await mskByName(place, {}, { access: 'public' });
        return { environment, saw: `MSK cluster ${name} has no listener for IAM` };
      },
    },
  ],
  'msk-wrong-port': [
    wrongPort(
      'IAM on 9092, by name',
      9092,
      { mechanism: 'iam' },
      'plaintext; IAM is on 9098 (public 9198)',
      9098,
    ),
    wrongPort('IAM on 9094, by name', 9094, { mechanism: 'iam' }, 'TLS; IAM is on 9098 (public 9198)', 9098),
    wrongPort(
      'TLS on 9092, by name',
      9092,
      { mechanism: 'tls' },
      'plaintext; TLS is on 9094 (public 9194)',
      9094,
    ),
    wrongPort('plaintext on 9098, by name', 9098, { mechanism: 'none' }, 'IAM; plaintext is on 9092', 9092),
  ],
  'brokers-missing': [
    {
      what: 'fewer brokers than MSK says',
      exitCode: 0,
      build: async (place) => {
        const nodes = [{ endpoint: 'b-1.example' }, { endpoint: 'b-2.example' }];
        const { environment } = await mskByName(place, { nodes });
        return { environment, saw: "1 broker in the cluster's metadata, and MSK has 2" };
      },
    },
  ],
  'port-closed-to-nodes': [
    {
      what: "pods' nodes that no rule admits",
      exitCode: 0,
      build: async (place) => {
        const [nodes, brokers] = await Promise.all([
          place.network.createSecurityGroup({ name: place.named('nodes') }),
          place.network.createSecurityGroup({ name: place.named('brokers') }),
        ]);
        const instance = await place.aws.runInstance({
          name: place.named('node'),
          securityGroupIds: [nodes],
        });
        const namespace = await place.namespace();
        const name = `${instance}.ap-northeast-2.compute.internal`;
        const spec = { taints: [{ key: 'exops.test/emulated', effect: 'NoSchedule' }] };
        const node = { apiVersion: 'v1', kind: 'Node', metadata: { name }, spec };
        await namespace.api.call('POST', '/api/v1/nodes', node);
        const stop = async () => void (await namespace.api.ask('DELETE', `/api/v1/nodes/${name}`));
        await place.started(Promise.resolve({ stop }));
        const { environment } = await mskByName(place, { securityGroupIds: [brokers] });
        const kubernetes = { context: 'lab', namespace: namespace.name };
        const env = { KUBECONFIG: namespace.kubeconfig };
        return { environment: { ...environment, kubernetes }, env, saw: `${brokers} admits nobody to ` };
      },
    },
  ],
  'aws-right-missing': [
    {
      what: 'no right to list MSK clusters',
      layer: 'cluster',
      exitCode: 4,
      build: async (place) => {
        const { environment } = await mskByName(place);
        const fault = { action: 'ListClustersV2', code: 'AccessDeniedException', status: 403 };
        await place.aws.fault({ service: 'kafka', ...fault });
        return { environment, saw: "AWS doesn't allow kafka:ListClustersV2" };
      },
    },
  ],
} as const satisfies Coverages;
