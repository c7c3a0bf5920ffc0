import type { Series } from './series.js';
import { CommandFailedError, TooSlowError } from './timed-commands.js';

export interface Racer {
  readonly contender: string;
  readonly shown: string;
  /** Why it isn't let run at all. */
  readonly leftOut?: string | undefined;
  /** How many runs there are, however long they take. */
  readonly atLeast?: number;
  /** Does it once and returns the milliseconds that count. */
  run(): Promise<number>;
}

/** How often a racer runs whose first run, all preparation included, took less than `belowMs`. */
export interface RunsByTime {
  readonly belowMs: number;
  readonly runs: number;
}

interface Lane {
  readonly racer: Racer;
  readonly times: number[];
  wanted: number;
  remark: string | undefined;
}

/** A first run under this, all preparation included, is a warm-up and doesn't count. */
const warmUpMs = 3_000;

/**
 * Lets the racers run in turn, A B C A B C …, so that a machine whose speed drifts treats all alike. What takes
 * longer than every entry of `plan` runs once, unless the racer asks for more.
 */
export async function takeTurns(racers: readonly Racer[], plan: readonly RunsByTime[]): Promise<Series[]> {
  const lanes = racers.map((racer): Lane => ({ racer, times: [], wanted: 1, remark: racer.leftOut }));
  for (const lane of lanes.filter(wantsMore)) await firstRun(lane, plan);
  while (lanes.some(wantsMore)) {
    for (const lane of lanes.filter(wantsMore)) await runOnce(lane);
  }
  return lanes.map(({ racer: { contender, shown }, times, remark }) =>
    remark === undefined ? { contender, shown, times } : { contender, shown, times: [], remark },
  );
}

function wantsMore({ wanted, times, remark }: Lane): boolean {
  return remark === undefined && times.length < wanted;
}

async function firstRun(lane: Lane, plan: readonly RunsByTime[]): Promise<void> {
  const began = performance.now();
  await runOnce(lane);
  const elapsed = performance.now() - began;
  const { runs } = plan.find(({ belowMs }) => elapsed < belowMs) ?? { runs: 1 };
  lane.wanted = Math.max(runs, lane.racer.atLeast ?? 1);
  if (elapsed < warmUpMs) lane.times.length = 0;
}

async function runOnce(lane: Lane): Promise<void> {
  try {
    lane.times.push(await lane.racer.run());
  } catch (error) {
    lane.remark = remarkOn(error, lane.racer.shown);
  }
}

function remarkOn(error: unknown, shown: string): string {
  if (error instanceof TooSlowError) return 'over the limit';
  if (!(error instanceof CommandFailedError)) throw error;
  console.error(`${shown} failed: ${error.message}`);
  return 'fails';
}
