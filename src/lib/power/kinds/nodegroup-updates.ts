import { AwsNotFoundError } from '../../aws/aws-errors.js';
import type { Eks } from '../../aws/contract/eks.js';
import { AccessError } from '../../errors.js';
import { explainFailedUpdate } from './explain-nodegroup.js';
import type { NodegroupName } from './nodegroup-name.js';

/** What becomes of the updates that exops itself asked for, each of which may fail after EKS accepted it. */
export interface NodegroupUpdates {
  began(arn: string, updateId: string): void;
  /** Why the newest one failed; undefined when it didn't, or runs. Asks only for one that hasn't ended. */
  failure(arn: string, name: NodegroupName, signal?: AbortSignal): Promise<string | undefined>;
}

const unknown = { status: 'Successful', errors: [] } as const;

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
      const update = eks.update(cluster, nodegroup, updateId, signal);
      const { status, errors } = await update.catch((error: unknown) => {
        // It is asked for only to explain: what became of it shows all the same.
        if (error instanceof AccessError || error instanceof AwsNotFoundError) return unknown;
        throw error;
      });
      if (status === 'InProgress') return undefined;
      running.delete(arn);
      if (status !== 'Successful') failed.set(arn, explainFailedUpdate(status, errors));
      return failed.get(arn);
    },
  };
}
