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
/** What a person pastes stays on one line, however long: commands, */
const command = /^(?:aws|chronyc|dig|exops|export|kafka-[a-z-]+|kubectl|nc|openssl|read|ssh|sudo|unset) /;
/** flags, */
const flags = /^--[a-z]/;
/** and settings of exops.yaml. */
const setting = /^[a-z][A-Za-z]*: (?:[[{"]|[^\s,]+$)/;

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
  const isPasted = [command, flags, setting].some((form) => form.test(line));
  return isPasted ? [line] : fitted(line, look);
}

function fitted(text: string, { width }: Look): readonly string[] {
  return wrap(text, Math.max(narrowest, width - indent.length));
}

function markOf(verdict: Finding['verdict'], palette: Palette): string {
  if (verdict === 'ok') return palette.good('✓');
  return verdict === 'warning' ? palette.caution('!') : palette.danger('✗');
}

/**
 * What wasn't looked at, each reason once: `– TCP, TLS, login: not reached without SSH`, and in one paragraph what there was
 * nothing to look at for: `– not looked at: SSH (no host is on the way); secret, pods (the environment names no secrets)`.
 */
export function untriedLines(untried: readonly Examined[], { palette, width }: Look): readonly string[] {
  const reasons = new Map<string, Examined[]>();
  for (const one of untried) {
    const words = untriedWords(one);
    reasons.set(words, [...(reasons.get(words) ?? []), one]);
  }
  const groups = [...reasons].map(([words, these]) => ({
    isSkipped: these[0]?.status === 'skipped',
    words: printable(words),
    names: words === withoutConfiguration ? 'everything else' : namesOf(these),
  }));
  const skipped = groups.filter(({ isSkipped }) => isSkipped);
  const paragraphs = [
    ...groups.filter(({ isSkipped }) => !isSkipped).map(({ names, words }) => `${names}: ${words}`),
    ...(skipped.length === 0
      ? []
      : [`not looked at: ${skipped.map(({ names, words }) => `${names} (${words})`).join('; ')}`]),
  ];
  return paragraphs.flatMap((text) => {
    const [line = '', ...rest] = wrap(text, Math.max(narrowest, width - 2));
    return [palette.faint(`– ${line}`), ...rest.map((more) => palette.faint(`  ${more}`))];
  });
}

const withoutConfiguration = 'not reached without configuration';

function namesOf(examined: readonly Examined[]): string {
  return examined.map(({ layer }) => layerTitle(layer)).join(', ');
}

/** Why a layer wasn't looked at. */
function untriedWords({ status, because = '' }: Examined): string {
  if (status === 'skipped') return because;
  const without = because.split(', ').map((layer) => layerTitle(layer as Layer));
  return `not reached without ${without.join(' and ')}`;
}
