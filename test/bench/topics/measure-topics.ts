import { startBenchBroker } from '../bench-broker.js';
import type { Contender, OperationName } from '../contenders/contender.js';
import type { Series } from '../series.js';
import { type RunsByTime, takeTurns } from '../take-turns.js';
import { declare, declareCluster } from './declaration.js';
import { type Forecast, forecast } from './forecast.js';
import { removeTopics } from './housekeeping.js';
import { racersFor } from './racers.js';
import { arrange, type Stage } from './stage.js';
import { measureStartUp } from './start-up.js';

export interface TopicsResult {
  readonly operation: OperationName;
  readonly delayMs: number;
  readonly count: number;
  /** exops' own command first. */
  readonly series: readonly Series[];
}

export interface Measured {
  readonly startUp: readonly Series[];
  readonly topics: readonly TopicsResult[];
}

export interface Scale {
  /** Numbers of topics, in ascending order. */
  readonly counts: readonly number[];
  readonly plan: readonly RunsByTime[];
  readonly startUpPlan: readonly RunsByTime[];
  readonly capMs: number;
  /** No size is begun after it; milliseconds since the epoch. */
  readonly deadline: number;
}

export const delaysMs = [0, 50] as const;

/** Create comes first, because it wants no topics, and change last, because it leaves others. */
const operationNames = ['create', 'list', 'describe', 'nothing', 'change'] as const;

/** Measures every size on a broker without delay and on one with, until all are measured or the time is up. */
export async function measureTopics(
  contenders: readonly Contender[],
  scale: Scale,
  scratch: string,
): Promise<Measured> {
  const topics: TopicsResult[] = [];
  let startUp: readonly Series[] = [];
  const brokers = await Promise.all(delaysMs.map((delayMs) => startBenchBroker(delayMs)));
  const courses = brokers.map((broker, index) => ({
    broker,
    delayMs: delaysMs[index] ?? 0,
    forecasts: operationNames.map((name) => [name, forecast(capOf(name, scale))] as const),
  }));
  const sizes = scale.counts.flatMap((count) => courses.map((course) => ({ count, course })));
  try {
    for (const { count, course } of sizes) {
      if (Date.now() > scale.deadline) break;
      const { broker } = course;
      await declareCluster(scratch, broker.bootstrap);
      const stage = await stageFor(count, { broker, contenders, capMs: scale.capMs, scratch });
      topics.push(...(await measureSize(stage, course, count, scale.plan)));
      if (startUp.length === 0) startUp = await measureStartUp(stage, scale.startUpPlan);
      await removeTopics(broker);
    }
  } finally {
    await Promise.all(brokers.map((broker) => broker.stop()));
  }
  return { startUp, topics };
}

/** Only three can compare what is with what is declared: there is time for the slow ones. */
function capOf(operation: OperationName, { capMs }: Pick<Scale, 'capMs'>): number {
  return operation === 'nothing' ? 4 * capMs : capMs;
}

interface Course {
  readonly delayMs: number;
  readonly forecasts: readonly (readonly [OperationName, Forecast])[];
}

async function measureSize(
  stage: Stage,
  { delayMs, forecasts }: Course,
  count: number,
  plan: readonly RunsByTime[],
): Promise<TopicsResult[]> {
  const results: TopicsResult[] = [];
  for (const [operation, expected] of forecasts) {
    console.error(`${operation}, ${count} topics, ${delayMs} ms of round trip`);
    const cap = capOf(operation, stage);
    const series = await measureOperation({ ...stage, capMs: cap }, operation, expected, plan);
    results.push({ operation, delayMs, count, series });
    if (operation === 'create') await arrange(stage, stage.before);
  }
  return results;
}

async function stageFor(count: number, stage: Omit<Stage, 'before' | 'after'>): Promise<Stage> {
  const before = await declare(stage.scratch, count, '1000000');
  const after = await declare(stage.scratch, count, '2000000');
  return { ...stage, before, after };
}

async function measureOperation(
  stage: Stage,
  operation: OperationName,
  expected: Forecast,
  plan: readonly RunsByTime[],
): Promise<readonly Series[]> {
  const count = stage.before.names.length;
  const racers = racersFor(stage, operation).map((racer) => ({
    ...racer,
    leftOut: racer.contender === 'exops' ? undefined : expected.leaveOut(racer.shown, count),
  }));
  const series = await takeTurns(racers, plan);
  expected.remember(count, series);
  const own = series.find(({ contender, remark }) => contender === 'exops' && remark !== undefined);
  if (own !== undefined) throw new Error(`${own.shown}, ${count} topics: ${own.remark}.`);
  return series;
}
