import type { Context } from '../../context.js';
import type { Target } from '../../lib/change/plan-document.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { lagSchema, nameLines } from '../../lib/groups/groups-document.js';
import { lagFailures } from '../../lib/groups/judge-lag.js';
import { failureWords } from '../../lib/groups/lag-words.js';
import { type LagOfGroup, type LagReport, readLag } from '../../lib/groups/read-lag.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { printable } from '../../lib/terminal/printable.js';
import { askCluster } from '../reach-cluster.js';
import { documentOf, type LagRun, noneWords, notesOf, rowsOf, selectionOf } from './lag-shown.js';
import { lagLines, lagRecords } from './lag-table.js';
import {
  exitCodeOf,
  type Problem,
  reportMissingTopics,
  reportProblems,
  reportUnknown,
} from './show-groups.js';

export async function lagCommand(context: Context, run: LagRun): Promise<ExitCode> {
  checkFlags(run);
  if (run.watch === true) {
    const { watchLag } = await import('./watch-lag.js');
    return watchLag(context, run);
  }
  const { answer, target } = await askCluster(context, run, 'Reading offsets', (session) =>
    readLag(session, selectionOf(run), context),
  );
  await write(context, run, answer, target);
  return report(context, run, answer);
}

/** @throws UsageError */
function checkFlags({ watch, check, maxLag, every, output }: LagRun): void {
  if (maxLag !== undefined && check !== true)
    throw new UsageError('--max-lag says what --check allows: give both.');
  if (watch === true && check === true) throw new UsageError('--watch goes on, and --check ends: give one.');
  if (watch === true && output === 'name')
    throw new UsageError('--watch shows no names alone: leave out -o name.');
  if (every !== undefined && watch !== true)
    throw new UsageError('--every is the pause of --watch: give both.');
}

async function write(context: Context, run: LagRun, answer: LagReport, target: Target): Promise<void> {
  const { out } = context.terminal;
  const { by, output } = run;
  if (output === 'name') {
    const rows = rowsOf(answer, { ...run, by: 'group' });
    if (rows.length > 0) out.line(nameLines(rows.map(({ group }) => group.group)));
  } else if (output === 'table') {
    const rows = rowsOf(answer, run);
    const lines = out.isTerminal ? lagLines(rows, by, out.columns) : lagRecords(rows, by);
    if (lines.length > 0) out.line(lines.join('\n'));
  } else {
    await writeDocument(out, output, {
      schema: lagSchema,
      target: { ...target, clusterId: answer.metadata.clusterId },
      ...documentOf(answer, run, context.clock.now()),
    });
  }
}

/** What is said on stderr of a report, and its exit code. */
function report(context: Context, run: LagRun, answer: LagReport): ExitCode {
  const { check, maxLag = 0n } = run;
  const { err } = context.terminal;
  for (const note of notesOf(answer)) err.line(note);
  const problems = problemsOf(answer.groups);
  reportUnknown(context, answer.unknown);
  for (const words of noneWords(run, answer)) err.line(words);
  reportMissingTopics(context, answer.unknownTopics);
  reportProblems(context, problems);
  const exitCode = exitCodeOf({ unknown: [...answer.unknown, ...answer.unknownTopics] }, problems);
  if (check !== true) return exitCode;
  const failures = lagFailures(answer, selectionOf(run), maxLag);
  for (const failure of failures)
    err.line(`✗ ${printable(failure.group)}: ${printable(failureWords(failure, maxLag))}`);
  // Monitoring mustn't take a group or a topic that isn't there, or isn't seen any more, for one that has read everything.
  if (exitCode !== exitCodes.ok) return exitCode;
  if (failures.length > 0) return exitCodes.pending;
  return answer.groups.length === 0 ? exitCodes.failed : exitCodes.ok;
}

function problemsOf(groups: readonly LagOfGroup[]): readonly Problem[] {
  return groups.flatMap(({ group, problem }) => {
    const error = problem ?? group.problem;
    return error === undefined ? [] : [{ name: group.id, error }];
  });
}
