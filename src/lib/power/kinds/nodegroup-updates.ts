import type { Eks } from '../../aws/contract/eks.js';
import { explainFailedUpdate } from './explain-nodegroup.js';

/** Of which node group, as requests name it. */
export interface NodegroupName {
  readonly cluster: string;
  readonly nodegroup: string;
}

/** What becomes of the updates that exops itself asked for, each of which may fail after EKS accepted it. */
export interface NodegroupUpdates {
  began(arn: string, updateId: string): void;
  /** Why the newest one failed; undefined when it didn't, or runs. Asks only for one that hasn't ended. */
  failure(arn: string, name: NodegroupName, signal?: AbortSignal): Promise<string | undefined>;
}

export function nodegroupUpdates(eks: Pick<Eks, 'update'>): NodegroupUpdates {
  const running = new Map<string, string>();
  const failed = new Map<string, string>();
  return {
    began(arn, updateId) {
      running.set(arn, updateId);
      failed.delete(arn);
    },
    async failure(arn, { cluster, nodegroup }, signal) {
      const updateId = running.get(arn);
      if (updateId === undefined) return failed.get(arn);
      const { status, errors } = await eks.update(cluster, nodegroup, updateId, signal);
      if (status === 'InProgress') return undefined;
      running.delete(arn);
      if (status !== 'Successful') failed.set(arn, explainFailedUpdate(status, errors));
      return failed.get(arn);
    },
  };
}
