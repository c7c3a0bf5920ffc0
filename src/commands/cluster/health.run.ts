import type { Context } from '../../context.js';
import { healthDocument } from '../../lib/cluster/health-document.js';
import { healthExitCode } from '../../lib/cluster/health-exit-code.js';
import { healthScreen } from '../../lib/cluster/health-screens.js';
import { healthNotes } from '../../lib/cluster/health-words.js';
import { type HealthReport, readHealth } from '../../lib/cluster/read-health.js';
import { watchHealth } from '../../lib/cluster/watch-health.js';
import { healthLines, healthRecords } from '../../lib/cluster/write-health.js';
import type { ExitCode } from '../../lib/errors.js';
import { WrongClusterError } from '../../lib/kafka/errors.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { askCluster, clusterEnvironment, reachCluster } from '../reach-cluster.js';
import type { HealthOptions } from './health.js';

const waiting = 'Reading the cluster';

/** How the environment's cluster is; nothing is changed. */
export async function showClusterHealth(context: Context, options: HealthOptions): Promise<ExitCode> {
  const look = (session: KafkaSession) =>
    readHealth(session, { patterns: options.topic ?? [], at: context.clock.now() });
  if (options.watch === true) return watchCluster(context, options, look);
  const { out, err } = context.terminal;
  const { answer: report, target } = await askCluster(context, options, waiting, look);
  if (options.output === 'table') {
    const lines = out.isTerminal ? healthLines(report, out.columns) : healthRecords(report);
    if (lines.length > 0) out.line(lines.join('\n'));
  } else await writeDocument(out, options.output, healthDocument(target, report));
  for (const note of healthNotes(report)) err.line(wrap(printable(note), err.columns).join('\n'));
  return healthExitCode(report, options.check === true);
}

async function watchCluster(
  context: Context,
  options: HealthOptions,
  look: (session: KafkaSession) => Promise<HealthReport>,
): Promise<ExitCode> {
  const { clock, signal, terminal } = context;
  const opened = await clusterEnvironment(context, options);
  const { clusterId } = opened.environment.cluster;
  const { session, target, close } = await reachCluster(context, opened, options);
  const looked = async () => {
    const report = await look(session);
    const found = report.metadata.clusterId;
    if (clusterId !== undefined && clusterId !== found)
      throw new WrongClusterError(clusterId, found, 'exops.yaml');
    return report;
  };
  try {
    const screen = healthScreen(terminal, options.output, target);
    return await watchHealth({ clock, signal, look: firstWithProgress(terminal, looked), screen });
  } finally {
    close();
  }
}

/** Later looks are no news to wait for. */
function firstWithProgress(
  terminal: Context['terminal'],
  look: () => Promise<HealthReport>,
): () => Promise<HealthReport> {
  let isFirst = true;
  return () => {
    if (!isFirst) return look();
    isFirst = false;
    return createProgress(terminal).during(waiting, look);
  };
}
