import type { Target } from '../../change/plan-document.js';
import { type CheckReport, failedParts, type GroupPart, type Rate } from './model.js';
import { percentilesOf } from './percentiles.js';
import { perSecond } from './write-check.js';

/** The documented shape of `cluster check -o json`. */
const checkSchema = 'exops.cluster-check/v1';

/** How a check ended, for programs; what isn't known is null. */
export function checkDocument(target: Target, clusterId: string | null, report: CheckReport) {
  const { brokers, throughput, cleanUp } = report;
  const failed = failedParts(report);
  return {
    schema: checkSchema,
    target: { ...target, clusterId },
    at: new Date(report.at).toISOString(),
    ...{ check: report.check, isAllRight: failed.length === 0, failed, topic: report.topic },
    ...{ records: report.records, size: report.size },
    brokers: brokers.map(({ id, state, why, tripsMs }) => ({
      ...{ id, state, why: why ?? null, trips: tripsMs.length, latencyMs: spans(tripsMs) },
    })),
    latencyMs: spans(brokers.flatMap(({ tripsMs }) => tripsMs)),
    sameGroup: groupDocument(report.sameGroup),
    otherGroup: groupDocument(report.otherGroup),
    throughput: {
      ...{ state: throughput.state, why: throughput.why ?? null },
      ...{ written: rateDocument(throughput.written), read: rateDocument(throughput.read) },
    },
    cleanUp: { state: cleanUp.state, why: cleanUp.why ?? null, left: cleanUp.left },
    leftovers: report.leftovers.map(({ kind, name, state, why }) => ({
      ...{ kind, name, state, why: why ?? null },
    })),
  };
}

const rounded = (value: number) => Number(value.toFixed(2));

function spans(tripsMs: readonly number[]) {
  const found = percentilesOf(tripsMs);
  if (found === undefined) return null;
  const { p50, p95, p99, max } = found;
  return { p50: rounded(p50), p95: rounded(p95), p99: rounded(p99), max: rounded(max) };
}

function groupDocument({ state, why, members, expected, read, missing, twice }: GroupPart) {
  return { state, why: why ?? null, members, expected, read, missing, twice };
}

function rateDocument(rate: Rate | undefined) {
  if (rate === undefined) return null;
  const { recordsPerSecond, bytesPerSecond } = perSecond(rate);
  const { records, bytes, ms } = rate;
  return {
    ...{ records, bytes, ms: rounded(ms) },
    ...{ recordsPerSecond: Math.round(recordsPerSecond), bytesPerSecond: Math.round(bytesPerSecond) },
  };
}
