import { findContenders } from '../contenders/find-contenders.js';
import type { BenchOptions } from '../options.js';
import { topicsPart } from '../report/topics/part.js';
import type { Suite } from '../suite.js';
import { measureTopics, type Scale } from './measure-topics.js';

/** `npm run bench -- topics` */
export const topicsSuite: Suite = async (options, run, scratch) => {
  const contenders = await findContenders(scratch);
  const measured = await measureTopics(contenders.present, scaleOf(options), scratch);
  return topicsPart(contenders, measured, run);
};

function scaleOf({ quick, capMs, minutes }: BenchOptions): Scale {
  const deadline = minutes === undefined ? Number.POSITIVE_INFINITY : Date.now() + minutes * 60_000;
  return quick
    ? {
        counts: [12, 100],
        plan: [{ belowMs: 2_000, runs: 3 }],
        startUpPlan: [{ belowMs: 2_000, runs: 7 }],
        capMs,
        deadline,
      }
    : {
        counts: [12, 100, 500, 2_000],
        plan: [
          { belowMs: 1_000, runs: 5 },
          { belowMs: 10_000, runs: 3 },
        ],
        startUpPlan: [{ belowMs: 2_000, runs: 21 }],
        capMs,
        deadline,
      };
}
