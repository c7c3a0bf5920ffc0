import { readFile, stat } from 'node:fs/promises';
import { messageOf, UsageError } from '../errors.js';

/** A text and the name it is shown by in messages. */
export interface TextFile {
  readonly name: string;
  readonly text: string;
}

/** More is no hand-written file, and would only make a person wait for the error; bytes. */
export const sizeLimit = 5 * 1024 * 1024;

/**
 * Reads a file that a person wrote.
 * @param name how messages call it
 * @throws UsageError when it can't be read, is too large, or isn't text
 */
export async function readTextFile(path: string, name: string): Promise<TextFile> {
  try {
    const stats = await stat(path);
    if (!stats.isFile() && !isHandedOver(path)) throw new UsageError(unusable(name, stats.isDirectory()));
    const { size } = stats;
    if (size > sizeLimit) throw tooLarge(name, size);
    return asText(name, await readFile(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(unreadable(name, error), { cause: error });
  }
}

/** What a shell hands over as a path: `<(jsonnet topics.jsonnet)`. */
function isHandedOver(path: string): boolean {
  return /^\/(dev|proc\/self)\/fd\/\d+$/.test(path);
}

function unusable(name: string, isFolder: boolean): string {
  return isFolder ? `${name} is a folder, not a file.` : `${name} isn't a file.`;
}

/** The same checks for bytes that came another way, as standard input does. */
export function asText(name: string, bytes: Uint8Array): TextFile {
  if (bytes.length > sizeLimit) throw tooLarge(name, bytes.length);
  if (bytes.includes(0)) throw new UsageError(`${name} isn't a text file.`);
  return { name, text: new TextDecoder().decode(bytes) };
}

function tooLarge(name: string, bytes: number): UsageError {
  const mebibytes = (count: number) => `${Math.round(count / 1024 / 1024)} MiB`;
  return new UsageError(`${name} is too large: ${mebibytes(bytes)}, at most ${mebibytes(sizeLimit)}.`);
}

/** Why a file can't be read, from the error that Node gave. */
export function unreadable(name: string, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOENT':
      return `No such file: ${name}`;
    case 'EISDIR':
      return `${name} is a folder, not a file.`;
    case 'EACCES':
    case 'EPERM':
      return `No right to read ${name}.`;
    default:
      return `Can't read ${name}: ${messageOf(error)}`;
  }
}
