import { existsSync } from 'node:fs';
import { mkdir, open, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { runCommand } from '../run-command.js';
import { type SupervisedProcess, supervise } from '../supervised-process.js';
import { findCommand, requireCommand } from './debian-packages.js';
import { isRoot } from './lab-user.js';

/** OpenSSH's server on this machine. */
export interface OpensshServer {
  readonly command: string;
  /** Whether it shuts out an address after failed logins, as it does since 9.8. */
  readonly hasPenalties: boolean;
}

/** Another process took the port between choosing and binding it. */
export class PortTakenError extends Error {}

const pollMs = 5;
const patienceMs = 20_000;

/** @throws Error when there is no sshd here and none can be installed */
export async function requireSshd(): Promise<OpensshServer> {
  const purpose = "The lab's hosts are OpenSSH servers";
  // Where systemd runs, installing the package would open a server of its own on port 22.
  const couldSurprise = findCommand('sshd') === undefined && existsSync('/run/systemd/system');
  if (couldSurprise) throw new Error(`${purpose}: install openssh-server first.`);
  const command = await requireCommand('sshd', 'openssh-server', purpose);
  if (isRoot) await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const [major = 0, minor = 0] = await version(command);
  return { command, hasPenalties: major > 9 || (major === 9 && minor >= 8) };
}

// Older ones don't know -V, and name their version while saying so.
async function version(command: string): Promise<readonly number[]> {
  const said = await runCommand(command, ['-V']).catch(String);
  return (/OpenSSH_(\d+)\.(\d+)/.exec(said) ?? []).slice(1).map(Number);
}

/**
 * Starts a server and resolves when it listens. What it says is added to the log.
 * @throws PortTakenError
 */
export async function launchSshd(
  server: OpensshServer,
  { config, log, within }: { config: string; log: string; within: readonly string[] },
): Promise<SupervisedProcess> {
  const output = await open(log, 'a');
  const { size: start } = await output.stat();
  const running = supervise([...within, server.command, '-D', '-e', '-f', config], {
    stdio: ['ignore', output.fd, output.fd],
  });
  await output.close();
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const ended = running.hasExited();
    const said = (await readFile(log)).subarray(start).toString();
    if (said.includes('Server listening on ')) return running;
    if (said.includes('Address already in use')) {
      await running.kill();
      throw new PortTakenError(said);
    }
    if (ended || Date.now() > deadline) {
      await running.kill();
      throw new Error(`sshd doesn't start. It says:\n${said.trim() || '(nothing)'}`);
    }
    await sleep(pollMs);
  }
}
