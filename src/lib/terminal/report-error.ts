import { type ExitCode, ExopsError, exitCodes } from '../errors.js';
import type { Palette } from './palette.js';

const issueTracker = 'https://github.com/exops/exops/issues';

/**
 * An error as a person reads it: what failed first, then what to do. A stack only where `debug` asks for it;
 * an error that nobody translated is called what it is, a mistake of ours.
 */
export function errorLines(error: unknown, palette: Palette, debug: boolean): string[] {
  const lines =
    error instanceof ExopsError
      ? [palette.danger(error.message), ...hintLines(error.hint)]
      : [
          palette.danger(`exops made a mistake: ${error instanceof Error ? error.message : String(error)}`),
          `  Please report it with what EXOPS_DEBUG=1 prints: ${issueTracker}`,
        ];
  return debug && error instanceof Error ? [...lines, ...stackLines(error)] : lines;
}

export function exitCodeOf(error: unknown): ExitCode {
  return error instanceof ExopsError ? error.exitCode : exitCodes.failed;
}

function hintLines(hint: string | undefined): string[] {
  return hint === undefined ? [] : hint.split('\n').map((line) => `  ${line}`);
}

function stackLines(error: Error): string[] {
  const cause = error.cause instanceof Error ? [`caused by ${error.cause.stack}`] : [];
  return [error.stack ?? '', ...cause];
}
