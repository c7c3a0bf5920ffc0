import { UsageError } from '../errors.js';
import { toolNames } from '../hosts/tools/tool-names.js';
import { printable } from '../terminal/printable.js';
import { didYouMean } from '../yaml/nearest.js';
import { type CommandNeeds, needsOfCommands } from './needs.js';

export interface NamedNeeds extends CommandNeeds {
  /** As it is typed: `dev sleep`. */
  readonly name: string;
}

const all = Object.keys(needsOfCommands);
const mostWords = 3;

/**
 * The commands that words name, each by one to three of them: `dev sleep connect` is two commands, and `dev` all that begin so.
 * Without words they are all commands. In the order of the table, whatever that of the words.
 * @throws UsageError for what is no command
 */
export function readCommands(words: readonly string[]): readonly NamedNeeds[] {
  const typed = words.flatMap((word) => word.trim().split(/\s+/)).filter((word) => word !== 'exops');
  const names: string[] = [];
  for (let at = 0; at < typed.length; ) {
    const taken = takeCommands(typed.slice(at));
    names.push(...taken.names);
    at += taken.words;
  }
  return all.filter((name) => words.length === 0 || names.includes(name)).map(needsOf);
}

interface Taken {
  readonly names: readonly string[];
  /** How many words they were. */
  readonly words: number;
}

/** What the first words name, as many of them as possible. */
function takeCommands(left: readonly string[]): Taken {
  for (let words = Math.min(mostWords, left.length); words > 0; words -= 1) {
    const names = namesOf(left.slice(0, words).join(' '), left[words]);
    if (names.length > 0) return { names, words };
  }
  throw noCommand(left);
}

/** @param next the word behind it: it must begin a command of its own, or what was typed isn't all of a group */
function namesOf(text: string, next: string | undefined): readonly string[] {
  if (all.includes(text)) return [text];
  if (toolNames.includes(text)) return ['kafka-topics'];
  return next === undefined || isFirstWord(next) ? all.filter((name) => name.startsWith(`${text} `)) : [];
}

function isFirstWord(word: string): boolean {
  return toolNames.includes(word) || all.some((name) => name.split(' ')[0] === word);
}

function noCommand(left: readonly string[]): UsageError {
  const isPart = (words: number) => all.some((name) => name.startsWith(`${left.slice(0, words).join(' ')} `));
  let words = 1;
  while (words < left.length && isPart(words)) words += 1;
  const typed = left.slice(0, words).join(' ');
  return new UsageError(`There is no command "${printable(typed)}"${didYouMean(typed, all)}.`, {
    hint: 'See: exops --help',
  });
}

function needsOf(name: string): NamedNeeds {
  return { ...(needsOfCommands[name] ?? { resolves: [], does: [] }), name };
}
