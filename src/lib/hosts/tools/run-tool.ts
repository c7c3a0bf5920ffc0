import { UsageError } from '../../errors.js';
import type { RemoteExit, SshSession } from '../../ssh/ssh.js';
import { explainSearch, readFinding } from './find-tool.js';
import { type KillSignal, killRemote } from './kill-remote.js';
import { markReader, withoutMarks } from './marked-lines.js';
import { newRunId, toolCommand } from './remote-command.js';
import { type RemoteIo, type RemoteRun, runRemote } from './run-remote.js';
import { notFoundStatus } from './scripts.js';
import { configuredTool, type ToolLocation } from './tool-location.js';
import { toolNames } from './tool-names.js';

export interface ToolRequest {
  readonly session: Pick<SshSession, 'exec'>;
  /** How the host is called in messages: `kafka (i-0123456789abcdef0)`. */
  readonly host: string;
  /** Of the host's settings. */
  readonly tools: ReadonlyMap<string, readonly string[]>;
  /** `rpk`, `kafka-topics`. */
  readonly tool: string;
  /** As the tool gets them: `addBootstrap` comes before. */
  readonly args: readonly string[];
  readonly io: RemoteIo;
  readonly signal: AbortSignal;
  /** Told where the tool was found, for `--verbose`. */
  trace?(event: string): void;
  readonly patience?: RemoteRun['patience'];
}

/**
 * Runs a tool where it lives: on the host, else in a container there, found in the same round trip that runs it.
 * Its arguments, input, output and exit are untouched.
 * @throws UsageError before the host is asked; ExopsError when the tool isn't there or doesn't end;
 *   SshConnectionLostError
 */
export async function runTool(request: ToolRequest): Promise<RemoteExit> {
  const { session, host, tool, args, io, signal } = request;
  const configured = settingOf(request);
  const id = newRunId();
  const terminal = io.terminal !== undefined;
  const command = toolCommand({ id, tool, args, configured, input: io.stdin !== 'none', terminal });
  const marks = markReader(id);
  const location = () => configured ?? readFinding(marks.lines, tool).location;
  const kill = (name: KillSignal) => killRemote(session, { id, location: location() }, name);
  const { patience } = request;
  const exit = await runRemote({
    ...{ session, name: `${tool} on ${host}`, command, io, signal, kill },
    filter: withoutMarks(marks),
    ...(patience === undefined ? {} : { patience }),
  });
  const found = location();
  if (found !== undefined) request.trace?.(`${tool}: ${wordsOf(found)}`);
  const { problem } = readFinding(marks.lines, tool);
  if (problem !== undefined && exit.code === notFoundStatus) throw explainSearch(problem, tool, host);
  const wasEnded = signal.aborted || exit.signal !== undefined;
  // Its docker may have gone before it.
  if (wasEnded && found?.in === 'container') await kill('KILL').catch(() => undefined);
  return exit;
}

/**
 * Where the settings say that a tool is.
 * @throws UsageError when they name no command, or no container
 */
export function settingOf({ tool, tools }: Pick<ToolRequest, 'tool' | 'tools'>): ToolLocation | undefined {
  const words = tools.get(tool);
  if (words !== undefined) return configuredTool(words, `tools.${tool}`);
  if (toolNames.includes(tool)) return undefined;
  throw new UsageError(`${JSON.stringify(tool)} is no tool that exops knows.`);
}

function wordsOf(location: ToolLocation): string {
  const words = location.in === 'host' ? location.argv : [...location.exec, location.name, ...location.argv];
  return words.join(' ');
}
