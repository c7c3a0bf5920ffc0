import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { timeCommands } from '../timed-commands.js';

export interface FoundProgram {
  readonly name: string;
  readonly version: string;
  readonly program: string;
}

/** A peer in `EXOPS_BENCH_PEERS`, a folder, or on the PATH; undefined when this machine has none. */
export async function findProgram(
  { name, versionArgs }: { readonly name: string; readonly versionArgs: readonly string[] },
  scratch: string,
): Promise<FoundProgram | undefined> {
  const { EXOPS_BENCH_PEERS = '', PATH = '' } = process.env;
  const program = [EXOPS_BENCH_PEERS, ...PATH.split(delimiter)]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find((file) => existsSync(file));
  if (program === undefined) return undefined;
  const { output } = await timeCommands([{ argv: [program, ...versionArgs] }], { scratch, capMs: 10_000 });
  return { name, program, version: /\d+\.\d+\.\d+/.exec(output)?.[0] ?? 'of unknown version' };
}
