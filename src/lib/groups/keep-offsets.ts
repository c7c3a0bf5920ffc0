import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ExopsError, messageOf } from '../errors.js';
import { printable } from '../terminal/printable.js';

/**
 * Writes offsets as they were to a file of their own, before they are changed.
 * @param folder the state folder
 * @param now milliseconds since the epoch
 * @throws ExopsError when it can't be written: what can't be put back isn't changed
 */
export async function keepOffsets(folder: string, group: string, text: string, now: number): Promise<string> {
  const time = new Date(now).toISOString().replaceAll(':', '').replace('.', '-');
  const unique = Math.random().toString(36).slice(2, 8);
  const name = `${time}-${group.replaceAll(/[^A-Za-z0-9._-]+/g, '-').slice(0, 80)}-${unique}.txt`;
  const file = path.join(folder, 'offsets', name);
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, text, { mode: 0o600, flag: 'wx', flush: true });
    return file;
  } catch (cause) {
    throw new ExopsError(
      `Can't keep the offsets of ${printable(group)}: ${messageOf(cause)}. They are left as they are.`,
      {
        cause,
      },
    );
  }
}
