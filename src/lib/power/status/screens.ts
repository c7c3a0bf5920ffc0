import type { Target } from '../../change/plan-document.js';
import type { ExopsError } from '../../errors.js';
import { jsonText } from '../../terminal/document.js';
import { hanging } from '../../terminal/hanging.js';
import { printable } from '../../terminal/printable.js';
import { redrawOn } from '../../terminal/redraw.js';
import type { Terminal } from '../../terminal/terminal.js';
import type { StatusReport } from './observe-status.js';
import { statusDocument } from './status-document.js';
import { statusNotes } from './status-notes.js';
import { isoSecond } from './status-words.js';
import { statusLines, statusRecords } from './write-status.js';

/** Where a watch shows what it sees. */
export interface StatusScreen {
  /** Called for each look. */
  show(report: StatusReport): void | Promise<void>;
  /** Nothing answers, and it is asked again. */
  fail(error: ExopsError): void;
}

/** One table, drawn anew in its place. @param timeZone the machine's own when left out */
export function terminalScreen({ out, bytes }: Terminal, timeZone?: string): StatusScreen {
  const redraw = redrawOn(out, () => bytes.size().rows);
  let table: readonly string[] = [];
  const draw = (said: readonly string[]) =>
    redraw([...table, ...said.flatMap((line) => hanging(line, out.columns)), 'Ctrl-C ends this.']);
  return {
    show(report) {
      table = statusLines(report, out.columns, timeZone);
      draw(statusNotes(report, timeZone));
    },
    fail: (error) => draw([failureWords(error)]),
  };
}

/** A line for each resource, and again for each that changed, with the time before it. */
export function lineScreen({ out, err }: Terminal, timeZone?: string): StatusScreen {
  let before: ReadonlySet<string> = new Set();
  const notes = saidOnce((note) => err.line(note));
  return {
    show(report) {
      const records = statusRecords(report);
      const at = isoSecond(report.list.at);
      for (const record of records) if (!before.has(record)) out.line(`${at}\t${record}`);
      before = new Set(records);
      notes(statusNotes(report, timeZone));
    },
    fail: (error) => notes([failureWords(error)]),
  };
}

/** A document whenever something changed: a line of JSON, or one of several in a stream of YAML. */
export function documentScreen(
  { out, err }: Terminal,
  output: 'json' | 'yaml',
  target: Target,
): StatusScreen {
  let before = '';
  const notes = saidOnce((note) => err.line(note));
  return {
    async show(report) {
      const now = fingerprintOf(report);
      notes(statusNotes(report));
      if (now === before) return;
      before = now;
      const document = statusDocument(target, report);
      if (output === 'json') out.line(jsonText(document));
      else {
        const { yamlText } = await import('../../terminal/yaml-text.js');
        out.write(`---\n${yamlText(document)}`);
      }
    },
    fail: (error) => notes([failureWords(error)]),
  };
}

/** Equal as long as a program would read the same. */
export function fingerprintOf(report: StatusReport): string {
  const left = report.unread.map(({ what }) => what);
  return [...statusRecords(report), ...left].join('\n');
}

function failureWords({ message }: ExopsError): string {
  return `${printable(message)} It is tried again.`;
}

/** What is new of each look; what went away may be said again. */
function saidOnce(say: (note: string) => void): (notes: readonly string[]) => void {
  let said: ReadonlySet<string> = new Set();
  return (notes) => {
    for (const note of notes) if (!said.has(note)) say(note);
    said = new Set(notes);
  };
}
