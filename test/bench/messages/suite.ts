import { messagesPart } from '../report/messages/part.js';
import type { Suite } from '../suite.js';
import { streamContenders } from './contenders.js';
import { measureLast } from './measure-last.js';
import { measureMemory } from './measure-memory.js';
import { measureThroughput } from './measure-throughput.js';

/** `npm run bench -- messages` */
export const messagesSuite: Suite = async ({ quick, capMs }, run, scratch) => {
  const contenders = await streamContenders(scratch);
  const limits = { scratch, capMs };
  const scale = quick
    ? { messages: 200_000, bytes: 120, runs: 1 }
    : { messages: 2_000_000, bytes: 120, runs: 5 };
  const throughput = await measureThroughput(contenders.present, scale, limits);
  const lengths = quick ? [20e6, 200e6] : [200e6, 2e9];
  const memory = await measureMemory(contenders.present, lengths, { scratch, capMs: 5 * capMs });
  const last = await measureLast(quick ? [100e6, 300e6] : [1e9, 10e9], limits);
  return messagesPart(contenders, { throughput, memory, last }, run);
};
