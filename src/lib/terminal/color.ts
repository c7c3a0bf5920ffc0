import type { ColorLevel } from './terminal.js';

export type ColorChoice = 'auto' | 'always' | 'never';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * How many colours a stream gets: the flag, then NO_COLOR, FORCE_COLOR, whether it is a terminal, and TERM.
 *
 * @see https://no-color.org
 */
export function colorLevel(choice: ColorChoice, isTerminal: boolean, env: Environment): ColorLevel {
  if (choice === 'never') return 0;
  if (choice === 'always') return supported(env) || 1;
  if (env['NO_COLOR']) return 0;
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forcedLevel(forced, env);
  return isTerminal ? supported(env) : 0;
}

function forcedLevel(value: string, env: Environment): ColorLevel {
  if (value === '0' || value === 'false') return 0;
  if (value === '1' || value === '2' || value === '3') return Number(value) as ColorLevel;
  return supported(env) || 1;
}

function supported(env: Environment): ColorLevel {
  const term = env['TERM'] ?? '';
  if (term === 'dumb' || term === '') return 0;
  if (env['COLORTERM'] === 'truecolor' || env['COLORTERM'] === '24bit') return 3;
  return term.includes('256color') ? 2 : 1;
}
