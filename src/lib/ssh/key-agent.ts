import { chmod, mkdir, readdir, readlink, rename, rm, stat, symlink } from 'node:fs/promises';
import net from 'node:net';
import { basename, dirname, join } from 'node:path';
import { ExopsError, messageOf } from '../errors.js';
import { answerAgent, type SigningKey } from './answer-agent.js';
import { refuseUnsafeFolder } from './known-hosts-file.js';
import { type LockDeps, type ProcessIdentity, withFileLock } from './known-hosts-lock.js';

/** A key that is lent to OpenSSH's client for as long as this is open. */
export interface KeyAgent {
  close(): Promise<void>;
}

/** https://man7.org/linux/man-pages/man7/unix.7.html, less the NUL at its end. */
const longestPath = 107;

const longestLoginMs = 10_000;

/**
 * Lends one key in memory at a path, over the agent protocol: it signs, and nobody can read the key.
 * Several processes may lend at one path, each a key that the host takes: the path leads to the latest of them, and
 * to the next one when that ends.
 * https://datatracker.ietf.org/doc/html/draft-miller-ssh-agent
 * @throws ExopsError when the path can't be used
 */
export async function lendKey(path: string, key: SigningKey, deps: LockDeps): Promise<KeyAgent> {
  const own = `${path}.${deps.self.pid}`;
  const lock = `${path}.lock`;
  if (Buffer.byteLength(own) > longestPath)
    throw new ExopsError(`Can't lend a key at ${path}: the path is too long for a socket.`, {
      hint: 'Name a folder with a shorter path in EXOPS_STATE_DIR.',
    });
  const server = net.createServer((client) => answerAgent(client, key));
  try {
    await ownFolder(dirname(path), deps.self);
    await withFileLock(lock, deps, async () => {
      await rm(own, { force: true });
      await listen(server, own);
      await chmod(own, 0o600);
      await pointTo(path, own);
    });
  } catch (cause) {
    server.close();
    if (cause instanceof ExopsError) throw cause;
    throw new ExopsError(`Can't lend a key at ${path}: ${messageOf(cause)}.`, { cause });
  }
  return {
    async close() {
      // A signal that ends this process, too, must not keep it from leading others on.
      const unhurried = { ...deps, signal: new AbortController().signal };
      await withFileLock(lock, unhurried, async () => {
        await pointToNext(path, own);
        await rm(own, { force: true });
      }).catch(() => undefined);
      await closeServed(server);
    },
  };
}

/**
 * Makes a folder that only this user may write to, or sees that it is one.
 * @throws ExopsError when somebody else could put something there
 */
export async function ownFolder(folder: string, { uid }: ProcessIdentity): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await refuseUnsafeFolder(folder, uid);
}

/** Another process's client that was led here is in the middle of its login, and is served to its end. */
function closeServed(server: net.Server): Promise<void> {
  return new Promise((resolve) => {
    const late = setTimeout(resolve, longestLoginMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
  });
}

function listen(server: net.Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

/** In one step, so that there is always one to be found. */
async function pointTo(path: string, socket: string): Promise<void> {
  const fresh = `${socket}.link`;
  await rm(fresh, { force: true });
  await symlink(basename(socket), fresh);
  await rename(fresh, path);
}

/** The latest of the others that still lend takes over; what killed ones left goes. */
async function pointToNext(path: string, own: string): Promise<void> {
  const latest = await latestLender(path, own);
  const current = await readlink(path).catch(() => undefined);
  if (current !== basename(own)) return;
  if (latest === undefined) await rm(path, { force: true });
  else await pointTo(path, latest);
}

async function latestLender(path: string, own: string): Promise<string | undefined> {
  const folder = dirname(path);
  let latest: { readonly socket: string; readonly at: number } | undefined;
  for (const name of await readdir(folder)) {
    const pid = name.startsWith(`${basename(path)}.`) ? name.slice(basename(path).length + 1) : '';
    const socket = join(folder, name);
    if (!/^\d+$/.test(pid) || socket === own) continue;
    if (!(await answers(socket))) {
      await rm(socket, { force: true });
      continue;
    }
    const { ctimeMs: at } = await stat(socket);
    if (latest === undefined || at > latest.at) latest = { socket, at };
  }
  return latest?.socket;
}

/** Its process id proves nothing: another process may have it by now, and one that was killed may be a zombie. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const client = net.connect(socket);
    client.once('connect', () => {
      client.destroy();
      resolve(true);
    });
    client.once('error', () => resolve(false));
  });
}
