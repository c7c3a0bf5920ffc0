import { startKubernetes } from '../../lab/kubernetes/start.js';
import type { Series } from '../series.js';
import type { RunsByTime } from '../take-turns.js';
import { measureFirstRequest } from './first-request.js';
import { type Memory, measureMemory, readers } from './memory.js';
import { type Race, race } from './race.js';
import type { Limits } from './roll.js';

export interface K8sMeasured {
  readonly races: readonly Race[];
  readonly firstRequest: readonly Series[];
  readonly memory: readonly Memory[];
}

export interface K8sScale {
  /** Numbers of workloads. */
  readonly races: readonly number[];
  readonly plan: readonly RunsByTime[];
  /** Workloads of the namespace in which memory is measured. */
  readonly crowd: number;
  readonly memoryRuns: number;
}

/** On one control plane, one thing after the other. */
export async function measureK8s(scale: K8sScale, limits: Limits): Promise<K8sMeasured> {
  const { plan, memoryRuns } = scale;
  const lab = await startKubernetes();
  try {
    const races: Race[] = [];
    for (const workloads of scale.races) {
      console.error(`workloads: ${workloads}`);
      const done = await race(lab, workloads, plan, limits);
      const failed = done.times.find(
        ({ contender, remark }) => contender === 'exops' && remark !== undefined,
      );
      if (failed !== undefined) throw new Error(`${failed.shown}: ${failed.remark}.`);
      races.push(done);
    }
    console.error('first request');
    const firstRequest = await measureFirstRequest(lab, plan, limits);
    const memory: Memory[] = [];
    for (const workloads of [readers, scale.crowd]) {
      console.error(`memory with ${workloads} workloads`);
      memory.push(await measureMemory(lab, workloads, memoryRuns, limits));
    }
    return { races, firstRequest, memory };
  } finally {
    await lab.stop();
  }
}
