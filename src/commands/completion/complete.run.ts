import type { Command } from 'commander';
import type { Context } from '../../context.js';
import { printable } from '../../lib/terminal/printable.js';
import { startAgain } from '../../lib/terminal/start-again.js';
import { type Candidate, candidates, namedWords } from './candidates.js';
import { linesFor, readShellWord, type Shell } from './for-shell.js';
import { knownValues, takesFile } from './known-values.js';
import { clusterFlagsOf, clusterWordsOf, liveNames, openNames } from './live-names.js';
import { type NameKind, nameKind } from './name-kind.js';
import { readTypedLine, type TypedLine } from './typed-line.js';
import { writtenNames } from './written-names.js';

/**
 * Writes the words that may stand at the end of a command line; files are left to the shell, which offers them where we
 * write nothing. An empty line says that no file belongs there either.
 * @param words what was typed after the program's name; the last one is incomplete, or empty
 */
export async function completeLine(
  context: Context,
  program: Command,
  words: readonly string[],
  shell: Shell | undefined,
): Promise<void> {
  const read = words.map((raw, index) =>
    isRaw(shell, index === words.length - 1) ? readShellWord(raw) : ({ raw, text: raw, quote: '' } as const),
  );
  const line = readTypedLine(
    program,
    read.map(({ text }) => text),
  );
  const kind = line.isAfterDashes && line.path[0] === 'connect' ? undefined : nameKind(line);
  const all = [
    ...candidates(program, line),
    ...namedWords(await knownValues(line), line, () => true),
    ...(kind === undefined || isFlag(line) ? [] : await named(context, line, kind)),
  ];
  const lines = linesFor(shell, all, read.at(-1) ?? readShellWord(''));
  if (lines.length > 0) context.terminal.out.line(lines.join('\n'));
  else if (shell !== undefined && !mayBeFile(line, kind)) context.terminal.out.line();
}

/** Of arguments no command says it. */
function mayBeFile({ option }: TypedLine, kind: NameKind | undefined): boolean {
  return option === undefined ? kind === undefined : takesFile(option);
}

/** fish has read all words but the last. */
function isRaw(shell: Shell | undefined, isLast: boolean): boolean {
  return shell === 'bash' || shell === 'zsh' || (shell === 'fish' && isLast);
}

function isFlag({ option, typed, isAfterDashes }: TypedLine): boolean {
  return option === undefined && typed.startsWith('-') && !isAfterDashes;
}

/** There is nobody to tell about what is wrong with a file that the line doesn't need yet. */
async function named(context: Context, line: TypedLine, kind: NameKind): Promise<readonly Candidate[]> {
  try {
    const names = await namesOf(context, line, kind);
    return namedWords(names, line, (name) => printable(name) === name);
  } catch {
    return [];
  }
}

async function namesOf(context: Context, line: TypedLine, kind: NameKind): Promise<readonly string[]> {
  if (kind !== 'topics' && kind !== 'groups') return writtenNames(context, line.flags, kind);
  const flags = clusterFlagsOf(line.flags);
  return liveNames({
    cache: await openNames(context, flags, kind),
    now: context.clock.now,
    sinceStart: () => performance.now(),
    sleep: (ms) => context.clock.sleep(ms),
    refresh: () =>
      startAgain(['complete', '--refresh', kind, '--', 'topics', 'list', ...clusterWordsOf(flags)]),
  });
}
