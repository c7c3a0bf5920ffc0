import { formatElapsed } from '../../terminal/elapsed.js';
import type { Palette } from '../../terminal/palette.js';
import { countOf } from '../../terminal/plural.js';
import { wrap } from '../../terminal/wrap.js';
import { problemOf } from '../problems/problems.js';
import { verdictOf } from '../verdict.js';
import type { Diagnosis } from './doctor-document.js';
import type { Look } from './doctor-lines.js';
import { layerTitle } from './layer-title.js';

/** What it all comes to, broken between words where it is too long: `✗ security group: no rule lets us in · 5.1 s`. */
export function verdictLine(diagnosis: Diagnosis, { palette, width }: Look): string {
  const [mark, words] = verdictWords(diagnosis, palette);
  const indent = ' '.repeat(markWidth);
  const lines = wrap(words, Math.max(narrowest, width - markWidth));
  return `${mark} ${lines.join(`\n${indent}`).replaceAll(noBreak, ' ')}`;
}

const noBreak = '\u00a0';
const markWidth = 2;
const narrowest = 20;

function verdictWords(
  { examined, tookMs }: Diagnosis,
  palette: Palette,
): readonly [mark: string, words: string] {
  const { layer, finding } = verdictOf(examined);
  // Stays together where the line is broken.
  const elapsed = `·${noBreak}${formatElapsed(tookMs).replaceAll(' ', noBreak)}`;
  if (layer !== undefined) {
    const { problem } = finding ?? {};
    const words = problem === undefined ? 'broken' : problemOf(problem).title;
    return [palette.danger('✗'), `${layerTitle(layer)}: ${words} ${elapsed}`];
  }
  const untried = examined.filter(({ status }) => status === 'not reached');
  if (untried.length > 0)
    return [palette.danger('✗'), `${countOf(untried.length, 'layer')} not reached ${elapsed}`];
  const looked = examined.filter(({ findings }) => findings.length > 0).length;
  const warnings = examined
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict === 'warning');
  const beside = warnings.length === 0 ? '' : `, ${countOf(warnings.length, 'warning')}`;
  return [palette.good('✓'), `Nothing is broken: ${countOf(looked, 'layer')}${beside} ${elapsed}`];
}
