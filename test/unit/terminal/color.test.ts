import { expect, test } from 'vitest';
import { type ColorChoice, colorLevel } from '../../../src/lib/terminal/color.js';
import type { ColorLevel } from '../../../src/lib/terminal/terminal.js';

type Environment = Readonly<Record<string, string>>;

const terminal = { TERM: 'xterm-256color' };

test.each<[string, ColorChoice, boolean, Environment, ColorLevel]>([
  ['a terminal', 'auto', true, terminal, 2],
  ['a pipe', 'auto', false, terminal, 0],
  ['a terminal of few colours', 'auto', true, { TERM: 'xterm' }, 1],
  ['a terminal of all colours', 'auto', true, { ...terminal, COLORTERM: 'truecolor' }, 3],
  ['a terminal of all colours, in other words', 'auto', true, { ...terminal, COLORTERM: '24bit' }, 3],
  ['a dumb terminal', 'auto', true, { TERM: 'dumb', COLORTERM: 'truecolor' }, 0],
  ['a terminal without a name', 'auto', true, {}, 0],
  ['never', 'never', true, { ...terminal, FORCE_COLOR: '3' }, 0],
  ['always, in a pipe', 'always', false, terminal, 2],
  ['always, beats NO_COLOR', 'always', false, { ...terminal, NO_COLOR: '1' }, 2],
  ['always, on a dumb terminal', 'always', true, { TERM: 'dumb' }, 1],
  ['NO_COLOR', 'auto', true, { ...terminal, NO_COLOR: '1' }, 0],
  ['NO_COLOR, whatever it says', 'auto', true, { ...terminal, NO_COLOR: '0' }, 0],
  ['NO_COLOR without a value means nothing', 'auto', true, { ...terminal, NO_COLOR: '' }, 2],
  ['NO_COLOR beats FORCE_COLOR', 'auto', true, { ...terminal, NO_COLOR: '1', FORCE_COLOR: '3' }, 0],
  ['FORCE_COLOR in a pipe', 'auto', false, { ...terminal, FORCE_COLOR: 'true' }, 2],
  ['FORCE_COLOR without a value', 'auto', false, { ...terminal, FORCE_COLOR: '' }, 2],
  ['FORCE_COLOR without a terminal to ask', 'auto', false, { FORCE_COLOR: 'true' }, 1],
  ['FORCE_COLOR of a level', 'auto', false, { ...terminal, FORCE_COLOR: '3' }, 3],
  ['FORCE_COLOR=0', 'auto', true, { ...terminal, FORCE_COLOR: '0' }, 0],
  ['FORCE_COLOR=false', 'auto', true, { ...terminal, FORCE_COLOR: 'false' }, 0],
])('%s', (_, choice, isTerminal, env, level) => {
  expect(colorLevel(choice, isTerminal, env)).toBe(level);
});
