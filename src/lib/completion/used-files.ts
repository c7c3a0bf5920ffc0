import { createHash } from 'node:crypto';
import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { UsedFile } from '../config/environment.js';

/**
 * Which contents of configuration files a command that was typed by hand has used. A press of a key approves of nothing, so
 * the background uses only these.
 */
export interface UsedFiles {
  add(file: UsedFile): Promise<void>;
  /** Marks it as used once more. */
  has(file: UsedFile): Promise<boolean>;
}

/** @param folder of the names that are kept, for this user only: one that isn't used for a week goes with those */
export function usedFiles(folder: string): UsedFiles {
  const markOf = ({ path, digest }: UsedFile) => {
    const name = createHash('sha256')
      .update(JSON.stringify([path, digest]))
      .digest('hex')
      .slice(0, 40);
    return join(folder, `${name}.used`);
  };
  return {
    add: (file) => writeFile(markOf(file), '', { mode: 0o600 }),
    has: (file) => {
      const now = new Date();
      return utimes(markOf(file), now, now).then(
        () => true,
        () => false,
      );
    },
  };
}
