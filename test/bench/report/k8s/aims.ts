import type { K8sMeasured } from '../../k8s/measure-k8s.js';
import type { Race } from '../../k8s/race.js';
import { median, type Series } from '../../series.js';
import { type Aim, aimRow } from '../aims.js';
import { formatTime } from '../figures.js';

const ours = 'exops k8s patch-bootstrap';

/** What we set out to reach with `k8s patch-bootstrap`, and what was measured of it: the rows of a table. */
export function k8sAimRows({ races, firstRequest }: K8sMeasured): readonly (readonly string[])[] {
  return [
    ...raceAims(races).map(aimRow),
    ...races.map((race) => endRow(race)),
    limitRow('from the start of the process to its first request', firstRequest[0], 250),
  ];
}

function raceAims(races: readonly Race[]): readonly Aim[] {
  const aim = (workloads: number, wanted: Aim['wanted']): Aim => ({
    situation: `\`exops k8s patch-bootstrap\` and kubectl one after the other, ${workloads} workloads`,
    ours,
    other: 'kubectl, one workload after the other',
    wanted,
    series: races.find((race) => race.workloads === workloads)?.times ?? [],
  });
  return [aim(3, { within: 1 }), aim(20, { slower: 3 })];
}

/** 300 ms, or 5 % of the whole command where that is more. */
function endRow({ workloads, times, after }: Race): readonly string[] {
  const whole = median(times[0]?.times ?? []) ?? 0;
  const situation = `from the last workload's completion to the exit, ${workloads === 1 ? '1 workload' : `${workloads} workloads`}`;
  return limitRow(situation, after[0], Math.max(300, 0.05 * whole));
}

function limitRow(situation: string, series: Series | undefined, limitMs: number): readonly string[] {
  const ms = median(series?.times ?? []);
  const measured = ms === undefined ? 'not measured' : `${ms > limitMs ? 'missed: ' : ''}${formatTime(ms)}`;
  return [situation, `at most ${formatTime(limitMs)}`, measured];
}
