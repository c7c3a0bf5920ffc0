import { randomBytes } from 'node:crypto';
import { UsageError } from '../../errors.js';
import { quoteCommand } from '../../ssh/quote.js';
import { containerScript, hostScript, runVariable, searchingScript } from './scripts.js';
import type { ToolLocation } from './tool-location.js';

export interface ToolCommand {
  /** Marks the run on the host, from `newRunId`. */
  readonly id: string;
  readonly tool: string;
  readonly args: readonly string[];
  /** Where it is, if the settings say so. */
  readonly configured: ToolLocation | undefined;
  /** Whether it gets any input. */
  readonly input: boolean;
  /** Whether it runs on a terminal. */
  readonly terminal: boolean;
}

/** Linux takes no longer word from anybody, and to the login shell the whole command is one. */
export const longestCommand = 128 * 1024 - 1;

/** A word that nothing on the host can know. */
export function newRunId(): string {
  return `exops-${randomBytes(8).toString('hex')}`;
}

/**
 * The string that finds and runs a tool on a host, with its arguments untouched.
 * @throws UsageError when it is longer than a host takes
 */
export function toolCommand({ id, tool, args, configured, input, terminal }: ToolCommand): string {
  const script =
    configured === undefined
      ? searchingScript(tool, input, terminal)
      : configured.in === 'host'
        ? hostScript(configured)
        : containerScript(configured, input, terminal);
  // The login shell gives its place to ours, whose parent is sshd then.
  const command = quoteCommand(['exec', 'env', `${runVariable}=${id}`, 'sh', '-c', script, 'exops', ...args]);
  const length = Buffer.byteLength(command);
  if (length <= longestCommand) return command;
  throw new UsageError(
    `The arguments of ${tool} are too long: a host takes a command of ${longestCommand} bytes, this is one of ${length}.`,
    { hint: 'Most tools read long input from a file or from standard input.' },
  );
}
