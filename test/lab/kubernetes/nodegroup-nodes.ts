import type { AwsLab } from '../aws/aws-lab.js';
import { powerLab } from '../aws/power-lab.js';
import type { LabNodegroup } from '../aws/power-requests.js';
import { repeat } from '../repeat.js';
import type { KubernetesApi } from './api.js';

/** The label by which EKS says of a node what node group it is of. */
export const nodegroupLabel = 'eks.amazonaws.com/nodegroup';

/** Nodes of Kubernetes that come and go with the instances of a node group in the lab's AWS. */
export interface NodegroupNodes {
  /** Names, of those that are ready. */
  ready(): Promise<readonly string[]>;
  /** Takes away those that are left. */
  stop(): Promise<void>;
}

interface NodeObject {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const pauseMs = 100;

/**
 * Each instance that is in service has a node, which is there before it is ready; each that goes takes its node along.
 * Nothing is scheduled on them: the lab's pods are on the node that plays them. Resolves when the first nodes are ready.
 */
export async function followNodegroup(
  aws: AwsLab,
  api: KubernetesApi,
  { cluster, name }: { readonly cluster: string; readonly name: string },
): Promise<NodegroupNodes> {
  const { nodegroups } = powerLab(aws);
  const selector = encodeURIComponent(`${nodegroupLabel}=${name}`);
  const list = async (): Promise<readonly NodeObject[]> =>
    (await api.call<{ items: NodeObject[] }>('GET', `/api/v1/nodes?labelSelector=${selector}`)).items;
  const match = async (instanceIds: readonly string[]): Promise<void> => {
    const nodes = await list();
    const wanted = new Map(instanceIds.map((id) => [nodeName(id), id]));
    const gone = nodes.filter(({ metadata }) => !wanted.has(metadata.name));
    await Promise.all(gone.map(({ metadata }) => api.ask('DELETE', `/api/v1/nodes/${metadata.name}`)));
    await Promise.all(nodes.filter((node) => !isReady(node)).map((node) => beReady(api, node)));
    for (const { metadata } of nodes) wanted.delete(metadata.name);
    await Promise.all([...wanted].map(([node, id]) => create(api, node, name, id)));
  };
  const follow = async (): Promise<void> => match(inService(await nodegroups.describe(cluster, name)));
  // The first time makes the nodes, the second one makes them ready.
  await follow();
  await follow();
  const following = repeat(follow, pauseMs);
  return {
    ready: async () => (await list()).filter(isReady).map(({ metadata }) => metadata.name),
    async stop() {
      try {
        await following.stop();
      } finally {
        await match([]);
      }
    },
  };
}

const inService = ({ instances }: LabNodegroup): readonly string[] =>
  instances.filter(({ state }) => state === 'InService').map(({ id }) => id);

const nodeName = (instanceId: string): string => `${instanceId}.ap-northeast-2.compute.internal`;

const isReady = ({ status }: NodeObject): boolean =>
  status?.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;

async function create(api: KubernetesApi, name: string, group: string, instanceId: string): Promise<void> {
  await api.call('POST', '/api/v1/nodes', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { [nodegroupLabel]: group } },
    spec: {
      providerID: `aws:///ap-northeast-2a/${instanceId}`,
      taints: [{ key: 'exops.test/emulated', effect: 'NoSchedule' }],
    },
  });
}

async function beReady(api: KubernetesApi, { metadata }: NodeObject): Promise<void> {
  const status = { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }] };
  // It may be gone meanwhile.
  await api.ask(
    'PATCH',
    `/api/v1/nodes/${metadata.name}/status`,
    { status },
    'application/strategic-merge-patch+json',
  );
}
