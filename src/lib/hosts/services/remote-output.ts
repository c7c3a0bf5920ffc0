import type { SshSession } from '../../ssh/ssh.js';

/** What a remote command wrote until it ended, or until the time was up. */
export interface RemoteOutput {
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when a signal ended it, or the time was up. */
  readonly code: number | undefined;
  /** With SIG. */
  readonly signal: string | undefined;
  /** The command was still running when the time was up. */
  readonly isLate: boolean;
}

/** Of each stream; what is over is read and dropped. */
const mostBytes = 1024 * 1024;

/**
 * Runs one simple command on the host without input and gathers what it writes.
 * @param timeoutMs milliseconds after which it is told to end, and what has arrived is returned
 * @throws SshConnectionLostError
 */
export async function outputOf(
  session: Pick<SshSession, 'exec'>,
  command: string,
  timeoutMs: number,
): Promise<RemoteOutput> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  const starting = session.exec(`${command} </dev/null`);
  try {
    const remote = await Promise.race([starting, late]);
    if (remote === 'late') {
      starting.then(
        ({ stdio }) => stdio.destroy(),
        () => {},
      );
      return { stdout: '', stderr: '', code: undefined, signal: undefined, isLate: true };
    }
    const stdout = gather(remote.stdio);
    const stderr = gather(remote.stderr);
    const exit = await Promise.race([remote.exit, late]);
    if (exit !== 'late') return { stdout: stdout(), stderr: stderr(), ...exit, isLate: false };
    remote.exit.catch(() => {});
    remote.signal('TERM');
    remote.stdio.destroy();
    return { stdout: stdout(), stderr: stderr(), code: undefined, signal: undefined, isLate: true };
  } finally {
    clearTimeout(timer);
  }
}

function gather(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let size = 0;
  stream.on('data', (chunk: Buffer | string) => {
    const bytes = Buffer.from(chunk).subarray(0, mostBytes - size);
    size += bytes.length;
    if (bytes.length > 0) chunks.push(bytes);
  });
  // The reason comes through `exit`.
  stream.on('error', () => {});
  return () => Buffer.concat(chunks).toString('utf8');
}
