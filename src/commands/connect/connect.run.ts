import type { Context } from '../../context.js';
import { UsageError } from '../../lib/errors.js';
import { runShell } from '../../lib/hosts/shell/run-shell.js';
import { longestCommand } from '../../lib/hosts/tools/remote-command.js';
import { failedStatus, statusOf } from '../../lib/hosts/tools/remote-status.js';
import { runRemote } from '../../lib/hosts/tools/run-remote.js';
import { quoteCommand } from '../../lib/ssh/quote.js';
import { dottedLine } from '../../lib/terminal/dotted-line.js';
import { textWidth } from '../../lib/terminal/text-width.js';
import { type Reached, reachNamedHost } from '../reach-host.js';
import type { ConnectOptions } from './connect.js';

export interface ConnectRun extends ConnectOptions {
  readonly host: string | undefined;
}

/** @returns the remote status */
export async function connectHost(context: Context, run: ConnectRun): Promise<number> {
  refuseMisfits(context, run);
  refuseLong(run.command ?? []);
  if (run.stdio === true) {
    const { proxyHost } = await import('./stdio.run.js');
    return proxyHost(context, run);
  }
  const openForwards = await readForwards(run);
  const host = await reachNamedHost(context, run, run.host);
  const { terminal } = context;
  try {
    if (host.trust.source !== 'pin' || run.verbose || run.command === undefined) sayTrust(terminal, host);
    const forwards = await openForwards?.(context, host.session);
    try {
      return await work(context, run, host);
    } finally {
      await forwards?.close();
    }
  } finally {
    host.close();
  }
}

/** What opens the forwards that are wanted; undefined where none is, as what they take needn't be loaded then. */
async function readForwards(run: ConnectRun) {
  if (!isForwarding(run)) return undefined;
  const { forwardSpecs, openForwards } = await import('./forwards.run.js');
  const specs = forwardSpecs(run);
  return (context: Context, session: Reached['session']) => openForwards(context, session, specs);
}

const isForwarding = ({ forward, dynamicForward }: ConnectRun): boolean =>
  forward !== undefined || dynamicForward !== undefined;

async function work(context: Context, run: ConnectRun, host: Reached): Promise<number> {
  const { terminal, signal, env } = context;
  const { bytes } = terminal;
  if (!run.shell) return wait(context, host);
  const command = run.command === undefined ? undefined : quoteCommand(run.command);
  if (command === undefined || (run.tty === true && bytes.isInteractive)) {
    const term = env['TERM'] ?? 'xterm-256color';
    const end = await runShell({ session: host.session, bytes, term, command, signal });
    if (end !== 'disconnected') return statusOf(end);
    terminal.err.line(`Disconnected from ${host.label}.`);
    return failedStatus;
  }
  const exit = await runRemote({
    session: host.session,
    name: `the command on ${host.label}`,
    command,
    io: { stdin: bytes.input, stdout: bytes.output, stderr: bytes.errors },
    signal,
  });
  return statusOf(exit);
}

function sayTrust({ err }: Context['terminal'], { trust }: Reached): void {
  const key = `host key ${trust.fingerprint}`;
  const whole = `${key} ${trust.words}`;
  const parts = textWidth(whole) > err.columns ? [key, trust.words] : [whole];
  err.line(dottedLine([...parts, 'key pushed, 60 s'], err.columns));
}

/** Until somebody interrupts it, or the connection is gone. */
async function wait({ terminal, signal }: Context, { session, label }: Reached): Promise<number> {
  terminal.err.line(`Connected to ${label} until Ctrl-C.`);
  const interrupted = new Promise<'interrupted'>((resolve) => {
    if (signal.aborted) resolve('interrupted');
    signal.addEventListener('abort', () => resolve('interrupted'), { once: true });
  });
  const ended = await Promise.race([session.lost, interrupted]);
  if (ended instanceof Error) throw ended;
  return 0;
}

function refuseLong(command: readonly string[]): void {
  const length = Buffer.byteLength(quoteCommand(command));
  if (length > longestCommand)
    throw new UsageError(
      `The command is too long: a host takes one of ${longestCommand} bytes, this is one of ${length}.`,
      { hint: 'Most tools read long input from a file or from standard input.' },
    );
}

function refuseMisfits({ terminal }: Context, run: ConnectRun): void {
  const { command, shell, stdio, tty } = run;
  if (command?.length === 0) throw new UsageError('Nothing stands after --.');
  if (stdio === true && (command !== undefined || isForwarding(run) || !shell || tty === true))
    throw new UsageError(
      '--stdio goes with no command, -L, -D, -N or -t: it is the way to sshd and nothing else.',
    );
  if (!shell && command !== undefined) throw new UsageError('-N goes with no command.');
  if (!shell && !isForwarding(run)) throw new UsageError('-N without -L or -D would do nothing.');
  if (tty === true && !terminal.bytes.isInteractive)
    throw new UsageError('-t needs a terminal, and stdin or stdout is none.');
  const needsTerminal = shell && stdio !== true && command === undefined;
  if (needsTerminal && !terminal.bytes.isInteractive)
    throw new UsageError('A shell needs a terminal, and stdin or stdout is none.', {
      hint: 'For a command: exops connect HOST -- COMMAND',
    });
}
