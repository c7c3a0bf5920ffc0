import type { Target } from '../../lib/change/plan-document.js';
import { healthDocument } from '../../lib/cluster/health-document.js';
import { healthNotes } from '../../lib/cluster/health-words.js';
import type { HealthReport } from '../../lib/cluster/read-health.js';
import { healthLines, healthRecords, lastingRecords } from '../../lib/cluster/write-health.js';
import { isoSecond } from '../../lib/power/status/status-words.js';
import { jsonText } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { redrawOn } from '../../lib/terminal/redraw.js';
import type { Terminal } from '../../lib/terminal/terminal.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { againWords, type WatchScreen } from '../../lib/watch.js';

type HealthScreen = WatchScreen<HealthReport>;

/** @param output `table`: a table drawn anew in its place on a terminal, lines of what changed elsewhere */
export function healthScreen(
  terminal: Terminal,
  output: 'table' | 'json' | 'yaml',
  target: Target,
): HealthScreen {
  if (output !== 'table') return documentScreen(terminal, output, target);
  return terminal.out.isTerminal ? terminalScreen(terminal) : lineScreen(terminal);
}

function terminalScreen({ out, bytes }: Terminal): HealthScreen {
  const rows = () => bytes.size().rows;
  const redraw = redrawOn(out, rows);
  let latest: HealthReport | undefined;
  const draw = (said: readonly string[]) => {
    const below = [...said.flatMap((line) => wrap(printable(line), out.columns)), 'Ctrl-C ends this.'];
    const above = latest === undefined ? [] : healthLines(latest, out.columns, rows() - 1 - below.length);
    redraw([...above, ...below]);
  };
  return {
    show(report) {
      latest = report;
      draw(healthNotes(report));
    },
    fail: (error) => draw([againWords(error)]),
  };
}

/** A line for each record, and again for each that changed in more than its bytes, with the time before it. */
function lineScreen({ out, err }: Terminal): HealthScreen {
  let before: ReadonlySet<string> = new Set();
  const say = saidOnce((note) => err.line(printable(note)));
  return {
    show(report) {
      const lasting = lastingRecords(report);
      const changed = healthRecords(report).filter((_, index) => !before.has(lasting[index] ?? ''));
      for (const record of [...changed, ...overSince(before, lasting)])
        out.line(`${isoSecond(report.at)}\t${record}`);
      before = new Set(lasting);
      say(healthNotes(report));
    },
    fail: (error) => say([againWords(error)]),
  };
}

/** Partitions that are well again, and moves that ended. */
function overSince(before: ReadonlySet<string>, records: readonly string[]): readonly string[] {
  const keyOf = (record: string) => record.split('\t', 3).join('\t');
  const now = new Set(records.map(keyOf));
  return [...before]
    .filter((record) => !record.startsWith('broker') && !now.has(keyOf(record)))
    .map((record) => `${keyOf(record)}\t${record.startsWith('move') ? 'over' : 'ok'}`);
}

/** A document whenever something changed: a line of JSON, or one of several in a stream of YAML. */
function documentScreen({ out, err }: Terminal, output: 'json' | 'yaml', target: Target): HealthScreen {
  let before = '';
  const say = saidOnce((note) => err.line(printable(note)));
  return {
    async show(report) {
      say(healthNotes(report));
      const now = fingerprintOf(report);
      if (now === before) return;
      before = now;
      const document = healthDocument(target, report);
      if (output === 'json') out.line(jsonText(document));
      else {
        const { yamlText } = await import('../../lib/terminal/yaml-text.js');
        out.write(`---\n${yamlText(document)}`);
      }
    },
    fail: (error) => say([againWords(error)]),
  };
}

/** Equal as long as a program would read the same, but for bytes. */
function fingerprintOf(report: HealthReport): string {
  return [...lastingRecords(report), ...healthNotes(report)].join('\n');
}

/** What is new of each look; what went away may be said again. */
function saidOnce(say: (note: string) => void): (notes: readonly string[]) => void {
  let said: ReadonlySet<string> = new Set();
  return (notes) => {
    for (const note of notes) if (!said.has(note)) say(note);
    said = new Set(notes);
  };
}
