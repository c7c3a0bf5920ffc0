import { type ExitCode, ExopsError, exitCodes, messageOf } from '../errors.js';
import type { Palette } from './palette.js';
import { printable } from './printable.js';

/**
 * An error as a person reads it: what failed first, then what to do. A stack only where `debug` asks for it;
 * an error that nobody translated is called what it is, a mistake of ours.
 */
export function errorLines(error: unknown, palette: Palette, debug: boolean): string[] {
  const lines =
    error instanceof ExopsError
      ? [palette.danger(shown(error.message)), ...hintLines(error.hint)]
      : [
          palette.danger(shown(`exops made a mistake: ${messageOf(error)}`)),
          '  Please report it with what the same command prints with EXOPS_DEBUG=1.',
        ];
  return debug && error instanceof Error ? [...lines, ...stackLines(error)] : lines;
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof ExopsError ? error.exitCode : exitCodes.failed;
}

function hintLines(hint: string | undefined): string[] {
  return hint === undefined ? [] : hint.split('\n').map((line) => `  ${printable(line)}`);
}

/** Messages have lines of their own; what a broker or a file put into them has nothing else to say to a terminal. */
function shown(message: string): string {
  return message.split('\n').map(printable).join('\n');
}

function stackLines(error: Error): string[] {
  const cause = error.cause instanceof Error ? [`caused by ${error.cause.stack}`] : [];
  return [error.stack ?? '', ...cause].map(shown);
}
