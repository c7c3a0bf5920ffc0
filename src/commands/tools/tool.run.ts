import type { Context } from '../../context.js';
import { addBootstrap, type BrokerAddress } from '../../lib/hosts/tools/add-bootstrap.js';
import { statusOf } from '../../lib/hosts/tools/remote-status.js';
import { runTool as run, settingOf } from '../../lib/hosts/tools/run-tool.js';
import { type Address, formatAddress } from '../../lib/kafka/address.js';
import { tracer } from '../open-environment.js';
import { nameOfHost, reachHost } from '../reach-host.js';
import type { ToolLine } from './own-flags.js';

/** Where a broker listens on its own host, as far as anybody can guess. */
const usualAddress: BrokerAddress = { brokers: 'localhost:9092', isConfigured: false };

type ToolRun = ToolLine['options'] & { readonly tool: string; readonly args: readonly string[] };

/** @returns the tool's own status */
export async function runTool(context: Context, { tool, args, ...options }: ToolRun): Promise<number> {
  const isKafkaTool = tool !== 'rpk';
  const { opened, name } = await nameOfHost(context, options, options.host, { withBrokers: isKafkaTool });
  // A mistake in the settings is told before anything is reached.
  settingOf({ tool, tools: opened.environment.hosts.get(name)?.tools ?? new Map() });
  const host = await reachHost(context, opened, options, name);
  const { terminal, signal, env } = context;
  const { bytes } = terminal;
  // A tool on a terminal of its own may page, ask and be interrupted as if it ran here; in a pipe it is a filter.
  const remoteTerminal = bytes.isInteractive
    ? {
        term: env['TERM'] ?? 'xterm-256color',
        size: () => bytes.size(),
        onResize: (listener: () => void) => bytes.onResize(listener),
      }
    : undefined;
  const restore = remoteTerminal === undefined ? undefined : bytes.raw();
  try {
    const exit = await run({
      session: host.session,
      host: host.label,
      tools: host.settings.tools,
      tool,
      args: isKafkaTool ? addBootstrap(tool, args, addressOf(opened.environment.brokers)) : args,
      io: { stdin: bytes.input, stdout: bytes.output, stderr: bytes.errors, terminal: remoteTerminal },
      signal,
      trace: tracer(context, options.verbose),
    });
    return statusOf(exit);
  } finally {
    restore?.();
    host.close();
  }
}

function addressOf(brokers: readonly Address[]): BrokerAddress {
  if (brokers.length === 0) return usualAddress;
  return { brokers: brokers.map(formatAddress).join(','), isConfigured: true };
}
