import type { Duplex, Readable, Writable } from 'node:stream';
import { pour } from './forward-streams.js';

export interface Stdio {
  readonly stdin: Readable;
  /** Stays open. */
  readonly stdout: Writable;
  /** Closes stdout for its reader, once the far end has no more to say; otherwise the end of the process does that. */
  endOutput?(): void;
}

/**
 * Connects standard input and output to a connection at the far end, byte for byte, until that is closed: what
 * `ProxyCommand` of an SSH client wants. The end of one direction leaves the other open.
 * @throws the connection's own error; the signal's reason
 */
export async function pipeStdio(remote: Duplex, stdio: Stdio, signal: AbortSignal): Promise<void> {
  const { stdin, stdout } = stdio;
  const cut = () => void remote.destroy();
  const closed = new Promise<void>((resolve, reject) => {
    remote.once('error', reject);
    if (remote.closed) resolve();
    else remote.once('close', resolve);
  });
  // Whoever reads us may leave at any time, as a client does that has heard enough.
  stdout.on('error', cut);
  signal.addEventListener('abort', cut, { once: true });
  if (signal.aborted) cut();
  const stopInput = pour(stdin, remote);
  const stopOutput = pour(remote, stdout, () => stdio.endOutput?.());
  try {
    await closed;
    await written(stdout);
  } finally {
    stopInput();
    stopOutput();
    stdout.off('error', cut);
    signal.removeEventListener('abort', cut);
  }
  signal.throwIfAborted();
}

function written(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writable) stream.write('', () => resolve());
    else resolve();
  });
}
