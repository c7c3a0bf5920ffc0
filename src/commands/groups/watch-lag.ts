import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import type { Target } from '../../lib/change/plan-document.js';
import { AccessError, type ExitCode, ExopsError, InterruptedError, UsageError } from '../../lib/errors.js';
import { lagSchema } from '../../lib/groups/groups-document.js';
import { lagRates, type RateOf } from '../../lib/groups/lag-rate.js';
import { type LagReport, readLag } from '../../lib/groups/read-lag.js';
import { WrongClusterError } from '../../lib/kafka/errors.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import { jsonText } from '../../lib/terminal/document.js';
import { hanging } from '../../lib/terminal/hanging.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { redrawOn } from '../../lib/terminal/redraw.js';
import { clusterEnvironment, reachCluster } from '../reach-cluster.js';
import { documentOf, type LagRun, notesOf, rowsOf } from './lag-shown.js';
import { lagLines, lagRecords } from './lag-table.js';

/** Consumers of Java commit every five seconds. */
const defaultEveryMs = 5_000;

/** Looks again and again, until Ctrl-C. @throws the signal's reason, and the first failure */
export async function watchLag(context: Context, run: LagRun): Promise<ExitCode> {
  const { terminal, clock, signal } = context;
  const opened = await clusterEnvironment(context, run);
  const { clusterId } = opened.environment.cluster;
  const { session, target, close } = await reachCluster(context, opened, run);
  try {
    const rates = lagRates();
    const screen = screenOf(context, run, target);
    const look = () => abortable(readChecked(session, run, clusterId), signal);
    let report = await createProgress(terminal).during('Reading offsets', look);
    for (;;) {
      const at = clock.now();
      await screen.show(report, at, rates(at, report.groups));
      report = await nextLook(context, run, look, screen);
    }
  } finally {
    close();
  }
}

async function readChecked(
  session: KafkaSession,
  { patterns, topic = [] }: LagRun,
  clusterId: string | undefined,
): Promise<LagReport> {
  const report = await readLag(session, { patterns, topics: topic });
  if (clusterId !== undefined && clusterId !== report.metadata.clusterId)
    throw new WrongClusterError(clusterId, report.metadata.clusterId, 'exops.yaml');
  return report;
}

/** A broker that doesn't answer now may do so later. */
async function nextLook(
  { clock, signal }: Context,
  { every = defaultEveryMs }: LagRun,
  look: () => Promise<LagReport>,
  screen: LagScreen,
): Promise<LagReport> {
  for (;;) {
    await abortable(clock.sleep(every, signal), signal);
    try {
      return await look();
    } catch (error) {
      if (!(error instanceof ExopsError) || isOver(error)) throw error;
      screen.fail(error);
    }
  }
}

function isOver(error: ExopsError): boolean {
  return [AccessError, UsageError, InterruptedError, WrongClusterError].some((kind) => error instanceof kind);
}

interface LagScreen {
  show(report: LagReport, at: number, rateOf: RateOf): void | Promise<void>;
  fail(error: ExopsError): void;
}

const failureWords = ({ message }: ExopsError) => `${printable(message)} It is tried again.`;

const nothingWords = 'No groups: none is there, none matches, or this login may see none.';

/** A table in its place on a terminal; in a pipe the rows of each look, with the time before them. */
function screenOf(context: Context, run: LagRun, target: Target): LagScreen {
  const { out, err } = context.terminal;
  if (run.output === 'json' || run.output === 'yaml') return documentScreen(context, run, target);
  if (out.isTerminal) return terminalScreen(context, run);
  return {
    show(report, at, rateOf) {
      const time = new Date(at).toISOString();
      const records = lagRecords(rowsOf(report, run), run.by, rateOf);
      if (records.length > 0) out.line(records.map((record) => `${time}\t${record}`).join('\n'));
    },
    fail: (error) => err.line(failureWords(error)),
  };
}

function terminalScreen({ terminal: { out, bytes } }: Context, run: LagRun): LagScreen {
  const redraw = redrawOn(out, () => bytes.size().rows);
  let table: readonly string[] = [];
  const draw = (said: readonly string[]) =>
    redraw([...table, ...said.flatMap((line) => hanging(line, out.columns)), 'Ctrl-C ends this.']);
  return {
    show(report, _at, rateOf) {
      const rows = rowsOf(report, run);
      table = lagLines(rows, run.by, out.columns, rateOf);
      const nothing = run.onlyLagging === true ? 'Nobody is behind.' : nothingWords;
      draw([...(rows.length === 0 ? [nothing] : []), ...notesOf(report)]);
    },
    fail: (error) => draw([failureWords(error)]),
  };
}

/** A document a look: a line of JSON, or one of several in a stream of YAML. */
function documentScreen({ terminal: { out, err } }: Context, run: LagRun, target: Target): LagScreen {
  return {
    async show(report, at, rateOf) {
      const document = {
        schema: lagSchema,
        target: { ...target, clusterId: report.metadata.clusterId },
        ...documentOf(report, run, at, rateOf),
      };
      if (run.output === 'json') return out.line(jsonText(document));
      const { yamlText } = await import('../../lib/terminal/yaml-text.js');
      out.write(`---\n${yamlText(document)}`);
    },
    fail: (error) => err.line(failureWords(error)),
  };
}
