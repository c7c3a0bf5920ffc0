import type { Context } from '../../context.js';
import type { Target } from '../../lib/change/plan-document.js';
import type { ExitCode } from '../../lib/errors.js';
import { lagSchema } from '../../lib/groups/groups-document.js';
import { lagRates, type RateOf } from '../../lib/groups/lag-rate.js';
import { type LagReport, readLag } from '../../lib/groups/read-lag.js';
import { missingWords } from '../../lib/missing-names.js';
import { jsonText } from '../../lib/terminal/document.js';
import { hanging } from '../../lib/terminal/hanging.js';
import { printable } from '../../lib/terminal/printable.js';
import { redrawOn } from '../../lib/terminal/redraw.js';
import { againWords, type WatchScreen } from '../../lib/watch.js';
import { watchCluster } from '../watch-cluster.js';
import { documentOf, type LagRun, noneWords, notesOf, rowsOf, selectionOf } from './lag-shown.js';
import { lagLines, lagRecords } from './lag-table.js';

/** Consumers of Java commit every five seconds. */
const defaultEveryMs = 5_000;

/** What one look saw. */
interface LagLook extends LagReport {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly rateOf: RateOf;
}

type LagScreen = WatchScreen<LagLook>;

/** Looks again and again, until Ctrl-C or as long as somebody reads. @throws the signal's reason, and the first failure */
export async function watchLag(context: Context, run: LagRun): Promise<ExitCode> {
  const rates = lagRates();
  return watchCluster(context, run, {
    waiting: 'Reading offsets',
    everyMs: run.every ?? defaultEveryMs,
    screenOf: (target) => screenOf(context, run, target),
    async look(session) {
      const report = await readLag(session, selectionOf(run), context);
      const at = context.clock.now();
      return { ...report, at, rateOf: rates(at, report.groups) };
    },
  });
}

/** A table in its place on a terminal; in a pipe the rows of each look, with the time before them. */
function screenOf(context: Context, run: LagRun, target: Target): LagScreen {
  const { out, err } = context.terminal;
  if (run.output === 'json' || run.output === 'yaml') return documentScreen(context, run, target);
  if (out.isTerminal) return terminalScreen(context, run);
  return {
    show({ at, rateOf, ...report }) {
      const time = new Date(at).toISOString();
      const records = lagRecords(rowsOf(report, run), run.by, rateOf);
      if (records.length > 0) out.line(records.map((record) => `${time}\t${record}`).join('\n'));
    },
    fail: (error) => err.line(againWords(error)),
  };
}

function terminalScreen({ terminal: { out, bytes } }: Context, run: LagRun): LagScreen {
  const redraw = redrawOn(out, () => bytes.size().rows);
  let table: readonly string[] = [];
  const draw = (said: readonly string[]) =>
    redraw([...table, ...said.flatMap((line) => hanging(line, out.columns)), 'Ctrl-C ends this.']);
  return {
    show({ rateOf, ...report }) {
      const rows = rowsOf(report, run);
      table = lagLines(rows, run.by, out.columns, rateOf);
      const none = noneWords(run, report);
      const isNobodyBehind = rows.length + none.length === 0 && report.groups.length > 0;
      draw([
        ...(isNobodyBehind ? ['Nobody is behind.'] : none),
        ...report.unknown.map((one) => printable(missingWords('group', one))),
        ...report.unknownTopics.map((one) => printable(missingWords('topic', one))),
        ...notesOf(report),
      ]);
    },
    fail: (error) => draw([againWords(error)]),
  };
}

/** A document a look: a line of JSON, or one of several in a stream of YAML. */
function documentScreen({ terminal: { out, err } }: Context, run: LagRun, target: Target): LagScreen {
  return {
    async show({ at, rateOf, ...report }) {
      const document = {
        schema: lagSchema,
        target: { ...target, clusterId: report.metadata.clusterId },
        ...documentOf(report, run, at, rateOf),
      };
      if (run.output === 'json') return out.line(jsonText(document));
      const { yamlText } = await import('../../lib/terminal/yaml-text.js');
      out.write(`---\n${yamlText(document)}`);
    },
    fail: (error) => err.line(againWords(error)),
  };
}
