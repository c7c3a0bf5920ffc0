import { quoteCommand } from '../../ssh/quote.js';
import type { SshSession } from '../../ssh/ssh.js';
import { outputOf } from '../services/remote-output.js';
import { insideSuffix, killScript, stopWords } from './scripts.js';
import type { ToolLocation } from './tool-location.js';

/** Without SIG. */
export type KillSignal = 'INT' | 'TERM' | 'KILL';

export interface RemoteRunHandle {
  readonly id: string;
  /** Undefined as long as the host hasn't told. */
  readonly location: ToolLocation | undefined;
}

/** A container engine that doesn't answer in this time, in milliseconds, won't help any more. */
const patienceMs = 10_000;

/**
 * Sends a signal to every process of a run, in its container if it has one: docker wouldn't hand it on.
 * @returns how many there were; undefined when the host didn't say
 * @throws SshConnectionLostError
 */
export async function killRemote(
  session: Pick<SshSession, 'exec'>,
  { id, location }: RemoteRunHandle,
  signal: KillSignal,
): Promise<number | undefined> {
  const [shell, mark] =
    location?.in === 'container' ? [stopWords(location), `${id}${insideSuffix}`] : [['sh'], id];
  const command = quoteCommand(['exec', ...shell, '-c', killScript, 'exops', mark, signal]);
  const { stdout, code } = await outputOf(session, command, patienceMs);
  return code === 0 && /^\d+\n$/.test(stdout) ? Number(stdout) : undefined;
}
