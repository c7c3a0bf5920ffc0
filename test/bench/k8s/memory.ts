import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requirePython } from '../../lab/aws/python.js';
import type { KubernetesLab } from '../../lab/kubernetes/lab.js';
import type { Series } from '../series.js';
import { type Racer, takeTurns } from '../take-turns.js';
import type { Command } from '../timed-commands.js';
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
  const python = await requirePython();
  const fleet = await startFleet(lab, { readers, size: workloads });
  try {
    const racers = rollContenders(lab.access.kubectl, readers).map(
      (contender): Racer => ({
        contender: contender.contender,
        shown: contender.shown,
        atLeast: runs,
        run: () => measurePeak(contender, fleet, python, limits),
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
  python: string,
  limits: Limits,
): Promise<number> {
  const file = join(limits.scratch, 'peak');
  const measured = (given: Command): Command => ({ ...given, argv: [python, script, file, ...given.argv] });
  await roll(fleet, (servers) => measured(command(fleet, servers, fleet.namespace.kubeconfig)), limits);
  return Number(await readFile(file, 'utf8'));
}

const script = fileURLToPath(new URL('peers/peak-memory.py', import.meta.url));
