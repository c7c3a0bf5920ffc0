import { abortable } from '../../abortable.js';
import type { RemoteExit, RemoteProcess, SshSession } from '../../ssh/ssh.js';
import type { ByteStreams } from '../../terminal/terminal.js';
import { escapeReader } from './escape.js';

export interface ShellInput {
  readonly session: SshSession;
  readonly bytes: ByteStreams;
  /** $TERM. */
  readonly term: string;
  /** What to run on the terminal, as one string; the login shell when left out. */
  readonly command?: string | undefined;
  /** Ends it, and rejects with its reason. */
  readonly signal: AbortSignal;
}

/** The person left with `~.`, as a dead network leaves no other way. */
export type ShellEnd = RemoteExit | 'disconnected';

const help = `\r
~.  ends the connection, and ~~ sends one ~\r
`;

/**
 * A shell, or a command, on this terminal until it ends. The terminal is restored whatever happens.
 * @throws SshConnectionLostError
 */
export async function runShell({ session, bytes, term, command, signal }: ShellInput): Promise<ShellEnd> {
  const pty = { ...bytes.size(), term };
  const starting = command === undefined ? session.shell(pty) : session.exec(command, { pty });
  const remote = await abortable(starting, signal);
  const restore = bytes.raw();
  let stopReading = () => {};
  const stopResizing = bytes.onResize(() => remote.resize(bytes.size()));
  try {
    const keys = passKeys(bytes, remote);
    stopReading = keys.stop;
    remote.stdio.pipe(bytes.output, { end: false });
    remote.stderr.pipe(bytes.errors, { end: false });
    return await abortable(Promise.race([remote.exit, keys.left]), signal);
  } finally {
    remote.stdio.unpipe(bytes.output);
    stopReading();
    stopResizing();
    restore();
  }
}

interface Keys {
  /** Resolves when the person asks to be disconnected. */
  readonly left: Promise<'disconnected'>;
  stop(): void;
}

function passKeys({ input, errors }: ByteStreams, { stdio }: RemoteProcess): Keys {
  const { promise: left, resolve } = withResolvers<'disconnected'>();
  const read = escapeReader();
  const onData = (typed: Buffer) => {
    const { pass, action } = read(typed);
    if (pass.length > 0 && !stdio.destroyed && !stdio.write(pass)) {
      input.pause();
      stdio.once('drain', () => input.resume());
    }
    if (action === 'help') errors.write(help);
    if (action === 'disconnect') resolve('disconnected');
  };
  const onEnd = () => stdio.end();
  // A question that was asked before has left it paused.
  input.on('data', onData).once('end', onEnd).resume();
  return { left, stop: () => input.off('data', onData).off('end', onEnd) };
}

function withResolvers<Value>(): { promise: Promise<Value>; resolve: (value: Value) => void } {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
