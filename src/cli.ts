import { type Command, CommanderError } from 'commander';
import type { CommonOptions } from './commands/start.js';
import type { Context } from './context.js';
import { type ExitCode, exitCodes, notReached } from './lib/errors.js';
import { toolNames } from './lib/hosts/tools/tool-names.js';
import { buildProgram } from './program.js';

/** What the process offers to the commands. */
export interface Host {
  readonly version: string;
  /** The world as a command's common flags want to see it. */
  context(options: CommonOptions): Promise<Context>;
  /** For help and usage errors, which come before any flag is known. */
  readonly write: { out(text: string): void; err(text: string): void };
  /** Help is wrapped at the terminal's width. */
  readonly columns: number | undefined;
}

const defaultOptions: CommonOptions = { color: 'auto', input: true, verbose: false };

/**
 * Runs one command line and returns its exit code; the only place that catches everything.
 * Never throws, and leaves ending the process to `main`.
 */
export async function runCli(argv: readonly string[], host: Host): Promise<number> {
  let exitCode: number = exitCodes.ok;
  let failureCode: number | undefined;
  let context: Context | undefined;
  const program = buildProgram(host.version, argv, async (options, work, ifItFails) => {
    failureCode = ifItFails;
    context = await host.context(options);
    exitCode = await work(context);
  });
  prepare(program, host);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return refusedByCommander(error, program, argv, host);
    const own = await reportError(error, context ?? (await host.context(defaultOptions)));
    return failureCode === undefined || isInterruption(own) ? own : failureCode;
  }
}

/** commander has said what is wrong already. */
function refusedByCommander(
  { exitCode, code }: CommanderError,
  program: Command,
  argv: readonly string[],
  host: Host,
): number {
  if (exitCode === 0) return exitCodes.ok;
  const hint = hintFor(program, code, argv);
  if (hint !== undefined) host.write.err(`  ${hint}\n`);
  return passesStatusOn(program, argv) ? notReached : exitCodes.usage;
}

/** As with ssh, the lower codes are the remote command's. */
function passesStatusOn({ commands }: Command, [first = '']: readonly string[]): boolean {
  const isKnown = commands.some((command) => command.name() === first);
  return isKnown && (first === 'connect' || toolNames.includes(first));
}

function isInterruption(code: ExitCode): boolean {
  return code === exitCodes.interrupted || code === exitCodes.terminated;
}

/** What to type instead, where commander only knows that it can't be right. */
function hintFor(
  program: Command,
  code: string,
  [first = '', ...others]: readonly string[],
): string | undefined {
  const isFlag = code === 'commander.unknownOption';
  if (isFlag && [first, ...others].some((word) => word.startsWith('--password')))
    return 'A password comes from EXOPS_PASSWORD: anyone could read it on the command line.';
  if (isFlag && others[0] === 'peek' && others.some((word) => /^(-n|--(tail|offset)(=|$))/.test(word)))
    return 'The last 5: --last 5; from an offset on: --from 4200; no more than 5: --limit 5';
  if (isFlag && first.startsWith('-'))
    return 'Options stand after the command: exops topics list --brokers HOST:PORT';
  if (code === 'commander.excessArguments' && first === 'connect')
    return 'A command stands after --: exops connect HOST -- COMMAND';
  if (code !== 'commander.unknownCommand') return undefined;
  if (program.commands.some((one) => one.name() === first && one.commands.length > 0))
    return `See: exops ${first} --help`;
  const noun = program.commands.find(({ commands }) => commands.some((verb) => verb.name() === first));
  return noun === undefined ? 'See: exops --help' : `Did you mean: exops ${noun.name()} ${first}`;
}

/** commander would end the process by itself, and answers a usage error with 1. */
function prepare(command: Command, host: Host): void {
  command.exitOverride();
  command.configureHelp({ subcommandTerm: (sub) => sub.name() });
  command.configureOutput({
    writeOut: host.write.out,
    writeErr: host.write.err,
    ...(host.columns === undefined
      ? {}
      : { getOutHelpWidth: () => host.columns ?? 80, getErrHelpWidth: () => host.columns ?? 80 }),
  });
  for (const sub of command.commands) prepare(sub, host);
}

async function reportError(error: unknown, { terminal, env }: Context): Promise<ExitCode> {
  const [{ errorLines, exitCodeOf }, { loadPalette }] = await Promise.all([
    import('./lib/terminal/report-error.js'),
    import('./lib/terminal/palette.js'),
  ]);
  const palette = await loadPalette(terminal.err.colorLevel);
  terminal.err.line(errorLines(error, palette, Boolean(env['EXOPS_DEBUG']), terminal.err.columns).join('\n'));
  return exitCodeOf(error);
}
