import type { AwsLab } from '../aws/aws-lab.js';
import { type Repeated, repeat } from '../repeat.js';
import type { ClusterBroker } from './cluster.js';

const pauseMs = 100;

/** Lets the broker run while its instance in the lab's AWS does, and only then. It runs when this is called. */
export function runWithInstance(aws: AwsLab, instanceId: string, broker: ClusterBroker): Repeated {
  let isRunning = true;
  return repeat(async () => {
    const { state } = await aws.describeInstance(instanceId);
    if (state === 'running' && !isRunning) {
      await broker.start();
      isRunning = true;
    }
    if (state !== 'running' && state !== 'pending' && isRunning) {
      await broker.stop();
      isRunning = false;
    }
  }, pauseMs);
}
