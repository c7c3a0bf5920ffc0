import { type FileHandle, mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { ExopsError, messageOf } from '../errors.js';
import { stateFolder } from '../state-folder.js';
import type { Outcome } from './outcome.js';
import { documentSchema, type PlanDocument, type Target } from './plan-document.js';

export interface JournalHeader {
  readonly command: string;
  readonly user: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly target: Target;
  readonly plan: PlanDocument;
}

/** The record of one apply, on this machine: what was there, what was wanted, and how each change ended. */
export interface Journal {
  readonly file: string;
  record(outcome: Outcome): void;
  /** @returns why the record is not complete, when something could not be written: the changes went on all the same */
  end(exitCode: number): Promise<string | undefined>;
}

/**
 * Begins a journal: a file of JSON lines, written to disk before the first change, with the values that were there.
 * After a kill it says what had ended; what had not has no line.
 * @throws ExopsError when it can't be written: without a record of what was there, nothing is changed
 */
export async function beginJournal(folder: string, header: JournalHeader): Promise<Journal> {
  const file = path.join(folder, journalName(header));
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const handle = await open(file, 'ax', 0o600);
    await append(handle, {
      schema: documentSchema,
      ...header,
      startedAt: new Date(header.startedAt).toISOString(),
    });
    await handle.sync();
    return { file, ...writerTo(handle) };
  } catch (cause) {
    throw new ExopsError(
      `Can't record what is there before changing it: ${messageOf(cause)}. Nothing has changed.`,
      {
        hint: 'Name a folder that can be written in EXOPS_STATE_DIR.',
        cause,
      },
    );
  }
}

/** Writes line after line, and keeps the first failure for the end. */
function writerTo(handle: FileHandle): Pick<Journal, 'record' | 'end'> {
  let problem: string | undefined;
  let written = Promise.resolve();
  const then = (work: () => Promise<void>) => {
    written = written.then(work).catch((error: unknown) => {
      problem ??= messageOf(error);
    });
  };
  return {
    record: (outcome) => then(() => append(handle, { outcome })),
    end: async (exitCode) => {
      then(() => append(handle, { exitCode }));
      then(() => handle.close());
      await written;
      return problem;
    },
  };
}

/** Where journals are kept. */
export function journalFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  return path.join(stateFolder(env, home), 'journal');
}

function journalName({ command, startedAt, target }: JournalHeader): string {
  const time = new Date(startedAt).toISOString().replaceAll(':', '').replace('.', '-');
  const words = [time, target['environment'], command].filter((word) => typeof word === 'string');
  const unique = Math.random().toString(36).slice(2, 8);
  return `${[...words, unique].join(' ').replaceAll(/[^A-Za-z0-9.]+/g, '-')}.jsonl`;
}

async function append(handle: FileHandle, value: unknown): Promise<void> {
  await handle.appendFile(`${JSON.stringify(value)}\n`);
}
