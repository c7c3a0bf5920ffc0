import { createHash } from 'node:crypto';

const hourMs = 3_600_000;

/**
 * The settings of a check's topic, and the mark by which a later run knows that exops made it: a retention that follows from
 * its name and its number of partitions. Kafka takes no settings that it doesn't know, so the mark is the value of one that it does;
 * what is left behind is empty after an hour or two in any case.
 */
export function checkSettings(name: string, partitions: number): Readonly<Record<string, string>> {
  const digest = createHash('sha256').update(`${name} ${partitions}`).digest();
  const retention = hourMs + (digest.readUInt32BE(0) % hourMs);
  return { 'cleanup.policy': 'delete', 'retention.ms': String(retention) };
}
