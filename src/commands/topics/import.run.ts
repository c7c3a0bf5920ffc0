import path from 'node:path';
import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import { type ExitCode, exitCodes, UsageError } from '../../lib/errors.js';
import { writeManifest } from '../../lib/manifest/write-manifest.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { countOf } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import { findFiles } from '../../lib/topics-import/find-files.js';
import { importDocument } from '../../lib/topics-import/import-document.js';
import { type Imported, importTopics } from '../../lib/topics-import/import-topics.js';
import { remarksOf, reportLines, untranslatedWords } from '../../lib/topics-import/report.js';
import { checkTarget, writeWhole } from '../../lib/topics-import/write-file.js';
import type { ImportOptions } from './import.js';

type ImportRun = ImportOptions & { readonly definitions: readonly string[] };

export async function importTopicsCommand(context: Context, run: ImportRun): Promise<ExitCode> {
  const { cwd, terminal, signal } = context;
  const target = await targetOf(context, run);
  const files = await abortable(
    findFiles({ paths: run.definitions, cwd, readInput: (limit) => terminal.readInput(limit) }),
    signal,
  );
  const imported = importTopics(files, run.from);
  const lines = run.output === 'manifest' ? reportLines(imported.remarks, terminal.err.columns) : [];
  for (const line of lines) terminal.err.line(line);
  const manifest = imported.topics.length === 0 ? null : manifestOf(imported);
  if (manifest !== null && target !== undefined) {
    signal.throwIfAborted();
    await writeWhole(target, manifest, writing(context, run));
  }
  await print(context, run, imported, manifest);
  terminal.err.line(summary(imported, files.length, manifest === null ? undefined : writtenTo(run)));
  if (manifest === null) return exitCodes.failed;
  return run.check === true && remarksOf(imported.remarks, 'untranslated').length > 0
    ? exitCodes.pending
    : exitCodes.ok;
}

/** The file to write; undefined when there is none to be written. */
async function targetOf({ cwd }: Context, { write, check, force }: ImportRun): Promise<string | undefined> {
  if (write === undefined) {
    if (force === true) throw new UsageError('--force replaces the file of --write: name one.');
    return undefined;
  }
  if (check === true) throw new UsageError('--check writes nothing: leave --write out.');
  const file = path.resolve(cwd, write);
  await checkTarget(file, printable(write), force === true);
  return file;
}

function writing({ self }: Context, { write = '', force }: ImportRun) {
  return { shown: printable(write), replace: force === true, pid: self.pid };
}

/** No environment or cluster: which of ours a definition is for, it doesn't say. */
function manifestOf({ topics }: Imported): string {
  return writeManifest({ environment: undefined, clusterId: null, topics });
}

async function print(
  { terminal }: Context,
  run: ImportRun,
  imported: Imported,
  manifest: string | null,
): Promise<void> {
  if (run.output !== 'manifest')
    await writeDocument(terminal.out, run.output, importDocument(imported, manifest, writtenTo(run) ?? null));
  else if (manifest !== null && run.write === undefined && run.check !== true) terminal.out.write(manifest);
}

function writtenTo({ write }: ImportRun): string | undefined {
  return write;
}

function summary({ topics, remarks }: Imported, files: number, written: string | undefined): string {
  if (topics.length === 0)
    return `✗ no topics: nothing in ${countOf(files, 'file')} is a definition that a manifest can hold`;
  const to = written === undefined ? '' : ` written to ${printable(written)}`;
  return `✓ ${countOf(topics.length, 'topic')} of ${countOf(files, 'file')}${to} · ${untranslatedWords(remarks)}`;
}
