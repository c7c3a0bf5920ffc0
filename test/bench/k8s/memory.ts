import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import { type PeakMeter, peakMeter } from '../peak-memory.js';
import type { Series } from '../series.js';
import { type Racer, takeTurns } from '../take-turns.js';
import { type RollContender, rollContenders } from './contenders.js';
import { type Fleet, startFleet } from './fleet.js';
import { type Limits, roll } from './roll.js';

/** How many workloads read the key, however many there are. */
export const readers = 3;

/** What everyone needed in a namespace of so many workloads, of which three read the key. */
export interface Memory {
  readonly workloads: number;
  /** The most that one process had resident, in KiB; exops' own command first. */
  readonly peaks: readonly Series[];
}

export async function measureMemory(
  lab: KubernetesLab,
  workloads: number,
  runs: number,
  limits: Limits,
): Promise<Memory> {
  const meter = await peakMeter(limits.scratch);
  const fleet = await startFleet(lab, { readers, size: workloads });
  try {
    const racers = rollContenders(lab.access.kubectl, readers).map(
      (contender): Racer => ({
        contender: contender.contender,
        shown: contender.shown,
        atLeast: runs,
        run: () => measurePeak(contender, fleet, meter, limits),
      }),
    );
    return { workloads, peaks: await takeTurns(racers, []) };
  } finally {
    await fleet.namespace.remove();
  }
}

async function measurePeak(
  { command }: RollContender,
  fleet: Fleet,
  meter: PeakMeter,
  limits: Limits,
): Promise<number> {
  await roll(fleet, (servers) => meter.measured(command(fleet, servers, fleet.namespace.kubeconfig)), limits);
  return meter.peak();
}
