import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What sshd runs to learn which keys may log in: `pushed-keys.sh KEYS INSTANCE USER`. */
export const pushedKeysScript = fileURLToPath(new URL('pushed-keys.sh', import.meta.url));

/**
 * Adds a key to the file that `pushed-keys.sh` reads, and drops the expired ones. The file is replaced at once:
 * whoever reads it sees all of it, before or after.
 * @param expires the Unix time in seconds from which on the key is refused
 */
export async function pushKey(file: string, publicKey: string, expires: number): Promise<void> {
  const kept = unexpired(await readFile(file, 'utf8').catch(() => ''));
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.draft`;
  await writeFile(draft, `${kept}#Timestamp=${expires}\n${publicKey.trim()}\n\n`);
  await chmod(draft, 0o644);
  await rename(draft, file);
}

function unexpired(text: string): string {
  const now = Date.now() / 1000;
  const entries = text.split(/^(?=#Timestamp=)/m);
  return entries.filter((entry) => Number(/^#Timestamp=(\d+)/.exec(entry)?.[1] ?? 0) > now).join('');
}
