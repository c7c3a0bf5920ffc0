import { type ExitCode, ExopsError, exitCodes, messageOf } from '../errors.js';
import { hanging } from './hanging.js';
import type { Palette } from './palette.js';
import { printable } from './printable.js';
import { wrap } from './wrap.js';

/**
 * An error as a person reads it: what failed first, then what to do. A stack only where `debug` asks for it;
 * an error that nobody translated is called what it is, a mistake of ours.
 * @param width columns of the terminal; sentences are broken between words, what is to be copied isn't
 */
export function errorLines(
  error: unknown,
  palette: Palette,
  debug: boolean,
  width = Number.POSITIVE_INFINITY,
): string[] {
  const lines =
    error instanceof ExopsError
      ? [palette.danger(shown(error.message, width)), ...hintLines(error.hint, width)]
      : [
          palette.danger(shown(`exops made a mistake: ${messageOf(error)}`, width)),
          '  Please report it with what the same command prints with EXOPS_DEBUG=1.',
        ];
  return debug && error instanceof Error ? [...lines, ...stackLines(error)] : lines;
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof ExopsError ? error.exitCode : exitCodes.failed;
}

/** Our own command, or what stands behind a colon or between quotes: a flag, a line of a file, another tool's command. */
const mayBeCopied = /\bexops |: |["`']\S/;

function hintLines(hint: string | undefined, width: number): string[] {
  if (hint === undefined) return [];
  return hint.split('\n').flatMap((line) => {
    const text = `  ${printable(line)}`;
    return mayBeCopied.test(line) ? [text] : hanging(text, width);
  });
}

/** Messages have lines of their own; what a broker or a file put into them has nothing else to say to a terminal. */
function shown(message: string, width: number): string {
  return message
    .split('\n')
    .map(printable)
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, width)))
    .join('\n');
}

function stackLines(error: Error): string[] {
  const cause = error.cause instanceof Error ? [`caused by ${error.cause.stack}`] : [];
  return [error.stack ?? '', ...cause].map((text) => shown(text, Number.POSITIVE_INFINITY));
}
