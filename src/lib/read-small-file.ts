import { constants } from 'node:fs';
import { open } from 'node:fs/promises';

/**
 * A text file that is a regular one and of at most so many bytes, else an empty text: somebody may have put a pipe there, or
 * something without an end.
 * @throws what the file system says, where there is none
 */
export async function readSmallFile(path: string, longest: number): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stats = await handle.stat();
    return stats.isFile() && stats.size <= longest ? await handle.readFile('utf8') : '';
  } finally {
    await handle.close();
  }
}
