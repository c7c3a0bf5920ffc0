import { type FileHandle, open } from 'node:fs/promises';
import { resolve } from 'node:path';
import { messageOf, UsageError } from '../../lib/errors.js';
import { unreadable } from '../../lib/yaml/text-file.js';

export interface OpenInput {
  readonly bytes: AsyncIterable<Uint8Array>;
  close(): void;
}

const chunkBytes = 256 * 1024;

/** The file, or standard input without one. @throws UsageError at once where there is none, or it can't be read */
export async function openInput(
  standard: AsyncIterable<Uint8Array>,
  name: string | undefined,
  cwd: string,
): Promise<OpenInput> {
  if (name === undefined) return { bytes: named(standard, 'standard input'), close: () => {} };
  const handle = await openFile(resolve(cwd, name), name);
  const stream = handle.createReadStream({ highWaterMark: chunkBytes });
  return {
    bytes: named(stream, name),
    close: () => {
      stream.destroy();
      handle.close().catch(() => {});
    },
  };
}

async function openFile(path: string, name: string): Promise<FileHandle> {
  try {
    const handle = await open(path);
    if (!(await handle.stat()).isDirectory()) return handle;
    await handle.close();
  } catch (error) {
    throw new UsageError(unreadable(name, error), { cause: error });
  }
  throw new UsageError(`${name} is a folder, not a file.`);
}

/** Its errors say what could not be read. */
async function* named(input: AsyncIterable<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  try {
    yield* input;
  } catch (error) {
    throw new UsageError(`Can't read on in ${name}: ${messageOf(error)}.`, { cause: error });
  }
}
