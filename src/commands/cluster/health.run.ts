import type { Context } from '../../context.js';
import type { Target } from '../../lib/change/plan-document.js';
import { healthDocument } from '../../lib/cluster/health-document.js';
import { healthExitCode } from '../../lib/cluster/health-exit-code.js';
import { healthNotes } from '../../lib/cluster/health-words.js';
import { readHealth } from '../../lib/cluster/read-health.js';
import { healthLines, healthRecords } from '../../lib/cluster/write-health.js';
import type { ExitCode } from '../../lib/errors.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { askCluster } from '../reach-cluster.js';
import { watchCluster } from '../watch-cluster.js';
import type { HealthOptions } from './health.js';
import { healthScreen } from './health-screens.js';

const waiting = 'Reading the cluster';
/** Between two looks; milliseconds. */
const everyMs = 2_000;

/** How the environment's cluster is; nothing is changed. */
export async function showClusterHealth(context: Context, options: HealthOptions): Promise<ExitCode> {
  const { clock } = context;
  const question = { patterns: options.topic ?? [], clock, timeoutMs: options.timeout };
  const look = (session: KafkaSession) => readHealth(session, question);
  const { out, err } = context.terminal;
  if (options.watch === true) {
    const screenOf = (target: Target) => healthScreen(context.terminal, options.output, target);
    return watchCluster(context, options, { waiting, everyMs, look, screenOf });
  }
  const { answer: report, target } = await askCluster(context, options, waiting, look);
  if (options.output === 'table') {
    const lines = out.isTerminal ? healthLines(report, out.columns) : healthRecords(report);
    if (lines.length > 0) out.line(lines.join('\n'));
  } else await writeDocument(out, options.output, healthDocument(target, report));
  for (const note of healthNotes(report)) err.line(wrap(printable(note), err.columns).join('\n'));
  return healthExitCode(report, options.check === true);
}
