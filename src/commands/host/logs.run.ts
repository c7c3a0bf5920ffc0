import type { Context } from '../../context.js';
import { UsageError } from '../../lib/errors.js';
import { parseLogStart } from '../../lib/hosts/services/log-start.js';
import { logsCommand } from '../../lib/hosts/services/logs.js';
import { statusOf } from '../../lib/hosts/tools/remote-status.js';
import { runRemote } from '../../lib/hosts/tools/run-remote.js';
import type { LogsOptions } from './logs.js';
import { reachServices } from './reach-services.js';

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
  const { output: stdout, errors: stderr } = context.terminal.bytes;
  try {
    const exit = await runRemote({
      session: host.session,
      name: `the log of ${service} on ${host.label}`,
      command: logsCommand(found, { tail, follow: follow === true, since: from }),
      io: { stdin: 'none', stdout, stderr },
      signal: context.signal,
    });
    return statusOf(exit);
  } finally {
    host.close();
  }
}
