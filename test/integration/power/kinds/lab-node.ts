import { randomBytes } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { LabNamespace } from '../../../lab/kubernetes/namespace.js';

export interface NodeDraft {
  readonly labels: Readonly<Record<string, string>>;
  /** The status of its condition Ready; `True` when left out. */
  readonly ready?: 'True' | 'False' | 'Unknown';
  readonly cordoned?: boolean;
}

/** A node in the lab's Kubernetes. It goes with the test, if not before. */
export interface LabNode {
  readonly name: string;
  remove(): Promise<void>;
}

/** Nobody plays pods on it. */
export async function addNode(
  { api }: Pick<LabNamespace, 'api'>,
  { labels, ready = 'True', cordoned = false }: NodeDraft,
): Promise<LabNode> {
  const name = `ip-${randomBytes(6).toString('hex')}`;
  const spec = cordoned ? { unschedulable: true } : {};
  await api.call('POST', '/api/v1/nodes', {
    ...{ apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec },
  });
  const remove = async () => {
    await api.ask('DELETE', `/api/v1/nodes/${name}`);
  };
  onTestFinished(remove);
  const conditions = [
    { type: 'MemoryPressure', status: 'False', reason: 'KubeletHasSufficientMemory' },
    { type: 'Ready', status: ready, reason: 'Kubelet' },
  ];
  await api.call(
    'PATCH',
    `/api/v1/nodes/${name}/status`,
    { status: { conditions } },
    'application/strategic-merge-patch+json',
  );
  return { name, remove };
}
