import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One time that a tool was started. */
export interface Call {
  readonly argv: readonly string[];
  readonly workingFolder: string;
  /** What a recorder read that was told to read its input. */
  readonly stdin: Buffer;
  /** Those that reached it, in their order and without SIG. */
  readonly signals: readonly string[];
  readonly pid: number;
  /** What `docker exec` runs inside; undefined for anything else. */
  readonly innerPid: number | undefined;
}

/** The calls of one tool so far, in their order. */
export async function readCalls(folder: string, tool: string): Promise<readonly Call[]> {
  const names = await readdir(folder);
  const numbers = names
    .filter((name) => name.startsWith(`${tool}.`))
    .map((name) => Number(name.slice(tool.length + 1)));
  numbers.sort((one, other) => one - other);
  const calls = await Promise.all(numbers.map((number) => readCall(join(folder, `${tool}.${number}`))));
  return calls.filter((call) => call.pid !== 0);
}

async function readCall(folder: string): Promise<Call> {
  const bytes = (name: string): Promise<Buffer> => readFile(join(folder, name)).catch(() => Buffer.alloc(0));
  const words = async (name: string): Promise<string> => (await bytes(name)).toString();
  const innerPid = Number(await words('inner'));
  return {
    argv: (await words('argv')).split('\0').slice(0, -1),
    workingFolder: (await words('cwd')).slice(0, -1),
    stdin: await bytes('stdin'),
    signals: (await words('signals')).split('\n').slice(0, -1),
    pid: Number(await words('pid')),
    innerPid: innerPid === 0 ? undefined : innerPid,
  };
}
