import { type ExitCode, exitCodes } from '../../errors.js';
import type { Examined, Finding, Step } from '../model.js';
import type { ProblemId } from '../problems/problems.js';
import { layerTitle } from '../report/layer-title.js';
import { verdictOf } from '../verdict.js';
import type { Item } from './item.js';

/** `unknown`: a right is missing, or what it takes to look isn't there. `none`: there is nothing to check. */
export type RowState = 'in place' | 'not in place' | 'unknown' | 'none';

export interface Row {
  /** `nodes`, `databases`; or the layer that is broken, and that others wait for. */
  readonly what: string;
  readonly state: RowState;
  /** A line each; printable. */
  readonly notes: readonly string[];
  /** The next things to do, a line each. */
  readonly next: readonly string[];
  /** Entries of the catalogue. */
  readonly problems: readonly ProblemId[];
  readonly isRight: boolean;
  readonly tookMs: number;
}

export interface Checklist {
  readonly rows: readonly Row[];
  readonly exitCode: ExitCode;
}

/** Pure: a row for each item, behind one for each layer that they wait for and that is broken. */
export function checklistOf(items: readonly Item[], examined: ReadonlyMap<Step, Examined>): Checklist {
  const own = new Set(items.map(({ step }) => step));
  const layers = [...examined].flatMap(([step, ended]) => (own.has(step) ? [] : [ended]));
  const rows = [
    ...layers
      .filter(({ status }) => status === 'broken')
      .map((ended) => rowOf(layerTitle(ended.layer), ended)),
    ...items.flatMap(({ what, step }) => {
      const ended = examined.get(step);
      return ended === undefined ? [] : [rowOf(what, ended)];
    }),
  ];
  return { rows, exitCode: exitCodeOf(layers, rows) };
}

function rowOf(what: string, ended: Examined): Row {
  const { findings, tookMs } = ended;
  const notes = findings.map(({ saw }) => saw);
  return {
    ...{ what, tookMs, state: stateOf(ended) },
    notes: notes.length > 0 ? notes : [whyNot(ended)],
    next: [...new Set(findings.flatMap(({ next = [] }) => next))],
    problems: [...new Set(findings.flatMap(({ problem }) => problem ?? []))],
    isRight: findings.some(isRight),
  };
}

function whyNot({ status, because = '' }: Examined): string {
  return status === 'not reached' ? `not looked at without ${because.split(', ').join(' and ')}` : because;
}

function stateOf({ status, findings }: Examined): RowState {
  if (status === 'skipped') return 'none';
  if (status === 'not reached') return 'unknown';
  if (status !== 'broken') return 'in place';
  return findings.filter(({ verdict }) => verdict === 'broken').every(isRight) ? 'unknown' : 'not in place';
}

function isRight({ access }: Finding): boolean {
  return access === true;
}

/** What keeps everything from being looked at decides; then what is missing, then a right. */
function exitCodeOf(layers: readonly Examined[], rows: readonly Row[]): ExitCode {
  const outer = layers.filter(({ layer }) => layer !== 'kubernetes');
  const { layer, exitCode } = verdictOf(outer);
  if (layer !== undefined) return exitCode;
  if (rows.some(({ state }) => state === 'not in place')) return exitCodes.failed;
  if (rows.some((row) => row.isRight)) return exitCodes.access;
  return rows.some(({ state }) => state === 'unknown') ? exitCodes.failed : exitCodes.ok;
}
