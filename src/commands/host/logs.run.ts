import { Writable } from 'node:stream';
import type { Context } from '../../context.js';
import { exitCodes, InterruptedError, UsageError } from '../../lib/errors.js';
import { parseLogStart } from '../../lib/hosts/services/log-start.js';
import { logsCommand } from '../../lib/hosts/services/logs.js';
import { isDenial } from '../../lib/hosts/services/read-sections.js';
import { statusOf } from '../../lib/hosts/tools/remote-status.js';
import { runRemote } from '../../lib/hosts/tools/run-remote.js';
import type { RemoteExit } from '../../lib/ssh/ssh.js';
import { printableStream } from '../../lib/terminal/printable-stream.js';
import type { LogsOptions } from './logs.js';
import { reachServices } from './reach-services.js';

/** Nothing is lost with a log that nobody reads: what our signals don't reach ends when it writes next. */
const patience = { INT: 500, TERM: 500, KILL: 500 } as const;
const longestHead = 4_096;

export async function showLogs(
  context: Context,
  { service, ...options }: LogsOptions & { readonly service: string },
): Promise<number> {
  const { lines: tail, follow, since } = options;
  if (!Number.isInteger(tail) || tail < 0) throw new UsageError('--lines: expected a number of lines.');
  const from = since === undefined ? undefined : parseLogStart(since);
  const { host, services } = await reachServices(context, options, [service]);
  const [found] = services;
  if (found === undefined) throw new TypeError('a service that was found');
  const { out, bytes } = context.terminal;
  const stderr = remembering(bytes.errors);
  // In a pipe the bytes are the service's own; on a terminal they have nothing to say to it.
  const stdout = out.isTerminal ? shownOn(bytes.output) : bytes.output;
  try {
    const exit = await runRemote({
      session: host.session,
      name: `the log of ${service} on ${host.label}`,
      command: logsCommand(found, { tail, follow: follow === true, since: from }),
      io: { stdin: 'none', stdout, stderr: stderr.stream },
      signal: context.signal,
      patience,
    });
    return interruption(context) ?? exitCodeFrom(exit, stderr.head());
  } catch (error) {
    const code = interruption(context);
    if (code === undefined) throw error;
    return code;
  } finally {
    host.close();
  }
}

function interruption({ signal }: Context): number | undefined {
  const reason: unknown = signal.aborted ? signal.reason : undefined;
  return reason instanceof InterruptedError ? reason.exitCode : undefined;
}

/** Ours, since those of the host's tools mean other things; as a shell has it where our reader is gone. */
function exitCodeFrom(exit: RemoteExit, said: string): number {
  if (exit.code === 0) return exitCodes.ok;
  if (exit.signal === 'SIGPIPE') return statusOf(exit);
  return isDenial(said) ? exitCodes.access : exitCodes.failed;
}

function shownOn(terminal: Writable): Writable {
  const stream = printableStream();
  stream.pipe(terminal, { end: false });
  return stream;
}

/** A stream that hands everything on, and knows how it began. */
function remembering(to: Writable): { readonly stream: Writable; head(): string } {
  let head = '';
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (head.length < longestHead) head += chunk.toString();
      to.write(chunk, done);
    },
  });
  return { stream, head: () => head };
}
