import { quoteWord } from '../lib/ssh/quote.js';
import { printable } from '../lib/terminal/printable.js';

/** Flags as they are typed, of those that were given: `--env`, `dev`. */
export function flagsOf(given: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
}

/** A command for a person to copy: each word is quoted where a shell needs that. */
export function commandLine(command: string, words: readonly string[]): string {
  return printable([command, ...words.map(quoteWord)].join(' '));
}
