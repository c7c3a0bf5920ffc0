import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type BenchBroker, startBenchBroker } from '../bench-broker.js';
import type { Series } from '../series.js';
import { type Racer, type RunsByTime, takeTurns } from '../take-turns.js';
import { CommandFailedError, timeCommands } from '../timed-commands.js';
import type { LagContender, LagJob } from './contenders.js';
import { makeGroups, makeTopics, removeGroups } from './scene.js';

export interface LagResult {
  readonly groups: number;
  readonly delayMs: number;
  /** exops' own command first. */
  readonly series: readonly Series[];
}

export interface GroupsScale {
  /** Numbers of groups, in ascending order. */
  readonly counts: readonly number[];
  readonly topics: number;
  readonly plan: readonly RunsByTime[];
  readonly capMs: number;
}

export const delaysMs = [0, 50] as const;

/** Lets everyone tell the lag of all groups, on a broker without delay and on one with. */
export async function measureGroups(
  contenders: readonly LagContender[],
  scale: GroupsScale,
  scratch: string,
): Promise<readonly LagResult[]> {
  const results: LagResult[] = [];
  for (const delayMs of delaysMs) {
    const broker = await startBenchBroker(delayMs);
    try {
      const kafConfig = join(scratch, 'kaf.yaml');
      const cluster = `{ name: bench, version: 2.8.0, brokers: ["${broker.bootstrap}"] }`;
      await writeFile(kafConfig, `current-cluster: bench\nclusters: [${cluster}]\n`);
      const topics = await makeTopics(broker, scale.topics);
      for (const count of scale.counts) {
        console.error(`lag of ${count} groups, ${delayMs} ms of round trip`);
        const series = await measureCount(contenders, { broker, topics, count, kafConfig }, scale, scratch);
        results.push({ groups: count, delayMs, series });
      }
    } finally {
      await broker.stop();
    }
  }
  return results;
}

interface Place {
  readonly broker: BenchBroker;
  readonly topics: readonly string[];
  readonly count: number;
  readonly kafConfig: string;
}

async function measureCount(
  contenders: readonly LagContender[],
  { broker, topics, count, kafConfig }: Place,
  { plan, capMs }: GroupsScale,
  scratch: string,
): Promise<readonly Series[]> {
  const scene = await makeGroups(broker, topics, count);
  const job: LagJob = { ...scene, bootstrap: broker.bootstrap, kafConfig };
  const racers = contenders.map(
    (contender): Racer => ({
      contender: contender.name,
      shown: contender.shown,
      atLeast: contender.name === 'exops' ? 3 : 1,
      run: () => tellLag(contender, job, { scratch, capMs }),
    }),
  );
  const series = await takeTurns(racers, plan);
  const own = series.find(({ contender, remark }) => contender === 'exops' && remark !== undefined);
  if (own !== undefined) throw new Error(`${own.shown}, ${count} groups: ${own.remark}.`);
  await removeGroups(broker, scene);
  return series;
}

async function tellLag(
  { commands, isNameless }: LagContender,
  job: LagJob,
  limits: { readonly scratch: string; readonly capMs: number },
): Promise<number> {
  const { ms, output } = await timeCommands(commands(job), limits);
  const named = new Set(output.match(/bench\.group-\d{3}/g)).size;
  if (isNameless !== true && named !== job.groups.length)
    throw new CommandFailedError(`It names ${named} of ${job.groups.length} groups.`);
  const lines = output.split('\n').filter((line) => new RegExp(`\\b${job.lag}\\b`).test(line)).length;
  const wanted = job.groups.length * job.topics.length * job.partitions;
  if (lines < wanted) throw new CommandFailedError(`It shows ${lines} of ${wanted} lags.`);
  return ms;
}
