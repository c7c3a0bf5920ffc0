import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { requirePython } from '../lab/aws/python.js';
import type { Command } from './timed-commands.js';

export interface PeakMeter {
  /** The same command, which leaves behind how much it needed. */
  measured(command: Command): Command;
  /** The most that one process of the last command had resident, in KiB. */
  peak(): Promise<number>;
}

/** Measures what commands need; one command at a time. */
export async function peakMeter(scratch: string): Promise<PeakMeter> {
  const python = await requirePython();
  const file = join(scratch, 'peak');
  return {
    measured: (command) => ({ ...command, argv: [python, script, file, ...command.argv] }),
    peak: async () => Number(await readFile(file, 'utf8')),
  };
}

const script = fileURLToPath(new URL('peak-memory.py', import.meta.url));
