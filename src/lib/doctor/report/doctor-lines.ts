import type { Palette } from '../../terminal/palette.js';
import { printable } from '../../terminal/printable.js';
import { padEnd, wrap } from '../../terminal/wrap.js';
import type { Examined, Finding, Layer } from '../model.js';
import { layerTitle } from './layer-title.js';

export interface Look {
  readonly palette: Palette;
  /** Columns; Infinity where nothing limits a line. */
  readonly width: number;
}

/** Where what was seen begins: behind the mark and the layer. */
const indent = ' '.repeat(21);
const narrowest = 20;
/** What a person pastes into a shell stays on one line, however long. */
const command = /^(?:aws|chronyc|dig|exops|export|kafka-[a-z-]+|kubectl|nc|openssl|ssh|sudo|unset) /;

/** `✗ security group     sg-0def… admits 9092 …`, a line or more for each finding, and under it what to do next. */
export function examinedLines({ layer, findings }: Examined, look: Look): readonly string[] {
  return findings.flatMap((finding, index) =>
    findingLines(finding, index === 0 ? layerTitle(layer) : '', look),
  );
}

function findingLines({ verdict, saw, next = [] }: Finding, title: string, look: Look): readonly string[] {
  const [first = '', ...rest] = fitted(printable(saw), look);
  return [
    `${markOf(verdict, look.palette)} ${padEnd(title, indent.length - 2)}${first}`,
    ...[...rest, ...next.flatMap((line) => nextLines(printable(line), look))].map(
      (line) => `${indent}${line}`,
    ),
  ];
}

function nextLines(line: string, look: Look): readonly string[] {
  return command.test(line) ? [line] : fitted(line, look);
}

function fitted(text: string, { width }: Look): readonly string[] {
  return wrap(text, Math.max(narrowest, width - indent.length));
}

function markOf(verdict: Finding['verdict'], palette: Palette): string {
  if (verdict === 'ok') return palette.good('✓');
  return verdict === 'warning' ? palette.caution('!') : palette.danger('✗');
}

/** `– TCP, TLS, login: not reached without SSH`: what wasn't looked at for one and the same reason, in one line. */
export function untriedLines(untried: readonly Examined[], { palette, width }: Look): readonly string[] {
  const [first] = untried;
  if (first === undefined) return [];
  const names = untried.map(({ layer }) => layerTitle(layer)).join(', ');
  const text = `${names}: ${printable(untriedWords(first))}`;
  const [line = '', ...rest] = wrap(text, Math.max(narrowest, width - 2));
  return [palette.faint(`– ${line}`), ...rest.map((more) => palette.faint(`  ${more}`))];
}

/** Why a layer wasn't looked at. */
export function untriedWords({ status, because = '' }: Examined): string {
  if (status === 'skipped') return because;
  const without = because.split(', ').map((layer) => layerTitle(layer as Layer));
  return `not reached without ${without.join(' and ')}`;
}
