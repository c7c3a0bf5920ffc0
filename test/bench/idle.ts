import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Broker } from '../lab/kafka/broker.js';

const windowMs = 200;
const quietWindows = 2;
/** Of processor time, which the kernel counts in hundredths of a second. */
const quietTicks = 2;
const longestWaitMs = 300_000;
/** Where the kernel doesn't tell. */
const blindWaitMs = 2_000;

/** For brokers of the bench: what is deleted leaves the disk at once, not during a later case. */
export const benchProperties = { 'log.segment.delete.delay.ms': '500' };

/**
 * Waits until the broker has on disk just the partitions it should have, and nothing left to do. It answers
 * CreateTopics and DeleteTopics long before that, and what is measured meanwhile is its own work.
 * @param isSettled asked again and again, for what else must be so
 */
export async function brokerIsIdle(
  broker: Broker,
  partitions: number,
  isSettled: () => Promise<boolean> = async () => true,
): Promise<void> {
  const deadline = Date.now() + longestWaitMs;
  let quiet = 0;
  let before = await processorTicks(broker.pid());
  while (quiet < quietWindows) {
    if (Date.now() > deadline) throw new Error(`The broker isn't idle after ${longestWaitMs / 1000} s.`);
    await sleep(before === undefined ? blindWaitMs : windowMs);
    const now = await processorTicks(broker.pid());
    const isQuiet = (now ?? 0) - (before ?? 0) <= quietTicks;
    quiet = isQuiet && (await isSettled()) && (await holds(broker, partitions)) ? quiet + 1 : 0;
    before = now;
  }
}

async function holds({ dataDir }: Broker, partitions: number): Promise<boolean> {
  const folders = (await readdir(dataDir)).filter((name) => name.startsWith('bench.'));
  return folders.length === partitions && !folders.some((name) => name.endsWith('-delete'));
}

/** What a process group has used so far; undefined without Linux' /proc. */
async function processorTicks(group: number): Promise<number | undefined> {
  const entries = await readdir('/proc').catch(() => undefined);
  if (entries === undefined) return undefined;
  const ids = entries.filter((entry) => /^\d+$/.test(entry));
  const ticks = await Promise.all(ids.map((id) => ticksOf(id, group)));
  return ticks.reduce((sum, one) => sum + one, 0);
}

async function ticksOf(id: string, group: number): Promise<number> {
  // A process may end at any time.
  const stat = await readFile(`/proc/${id}/stat`, 'utf8').catch(() => '');
  // After the name, which may hold anything: state, parent, group, …; see proc(5).
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[2]) === group ? Number(fields[11]) + Number(fields[12]) : 0;
}
