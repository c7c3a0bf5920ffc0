import { UsageError } from '../errors.js';

const plain = /^(?:[\w@%+:,./-]+|-[\w@%+=:,./-]+)$/;

/** Words that sh, bash or zsh take for their own where a command is expected. */
const reserved: ReadonlySet<string> = new Set(
  (
    'case coproc do done elif else end esac fi for foreach function if in nocorrect repeat ' +
    'select then time until while'
  ).split(' '),
);

/**
 * One word of a command for a POSIX shell, which takes it literally. A word that no shell reads anything into stays
 * as it is.
 * @throws UsageError for a NUL character, which no command line can hold
 */
export function quoteWord(word: string): string {
  if (word.includes('\0')) {
    throw new UsageError("A command can't hold a NUL character.");
  }
  return plain.test(word) && !reserved.has(word) ? word : inQuotes(word);
}

/**
 * A command line for a POSIX shell that runs exactly these words, the program first. For a further shell, as in
 * `sh -c`, quote the result again.
 * @throws UsageError for a NUL character
 */
export function quoteCommand(words: readonly string[]): string {
  const [first = '', ...others] = words.map(quoteWord);
  // sshd hands the line to the login shell behind -c, which would take these for an option of its own.
  return [/^[-+]/.test(first) ? inQuotes(first) : first, ...others].join(' ');
}

function inQuotes(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
