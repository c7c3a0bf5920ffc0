import { mkdir, readdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import net from 'node:net';
import { basename, dirname, join } from 'node:path';
import { ExopsError, messageOf } from '../errors.js';
import { answerAgent, type SigningKey } from './answer-agent.js';

/** A key that is lent to OpenSSH's client for as long as this is open. */
export interface KeyAgent {
  close(): Promise<void>;
}

/** https://man7.org/linux/man-pages/man7/unix.7.html, less what the temporary name adds. */
const longestPath = 107;

/**
 * Lends one key in memory at a path, over the agent protocol: it signs, and nobody can read the key.
 * Several processes may lend at one path: it leads to the latest of them, and to another one when that ends.
 * https://datatracker.ietf.org/doc/html/draft-miller-ssh-agent
 * @throws ExopsError when the path can't be used
 */
export async function lendKey(path: string, key: SigningKey, pid: number): Promise<KeyAgent> {
  const own = `${path}.${pid}`;
  if (Buffer.byteLength(own) > longestPath)
    throw new ExopsError(`Can't lend a key at ${path}: the path is too long for a socket.`, {
      hint: 'Name a folder with a shorter path in EXOPS_STATE_DIR.',
    });
  const server = net.createServer((client) => answerAgent(client, key));
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await rm(own, { force: true });
    await listen(server, own);
    await pointTo(path, own);
  } catch (cause) {
    server.close();
    throw new ExopsError(`Can't lend a key at ${path}: ${messageOf(cause)}.`, { cause });
  }
  return {
    async close() {
      server.close();
      await rm(own, { force: true });
      await pointToAnother(path, own);
    },
  };
}

function listen(server: net.Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

async function pointTo(path: string, own: string): Promise<void> {
  const fresh = `${own}.link`;
  await rm(fresh, { force: true });
  await symlink(basename(own), fresh);
  await rename(fresh, path);
}

/** Whoever still lends here takes over. */
async function pointToAnother(path: string, own: string): Promise<void> {
  try {
    if ((await readlink(path)) !== basename(own)) return;
    const folder = dirname(path);
    const isSocket = (name: string) => /^\.\d+$/.test(name.slice(basename(path).length));
    const others = (await readdir(folder)).filter(
      (name) => name.startsWith(`${basename(path)}.`) && isSocket(name),
    );
    const [other] = others;
    if (other === undefined) await rm(path, { force: true });
    else await pointTo(path, join(folder, other));
  } catch {
    // Another process was faster.
  }
}
