import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import { plainLog } from './plain-log.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const executable = join(root, 'bin/exops.js');

/** Where the examples are. */
export const examples = join(root, 'docs/examples');

export interface Step {
  readonly say: string;
  readonly folder: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What a person types when asked. */
  readonly answer?: string;
  /** Done before, out of sight. */
  readonly prepare?: () => Promise<unknown>;
  /** Given, but not shown. */
  readonly unseenArgs?: readonly string[];
  /** The exit code that it should end with; 0 when left out. */
  readonly ends?: number;
}

/**
 * Plays steps one after the other, in a terminal of 80 columns, typing the answers.
 * @param own the demo's own folder; what is in it is shown without its path
 * @returns false when one of them didn't end as it should
 */
export async function playAll(steps: readonly Step[], own: string): Promise<boolean> {
  for (const step of steps) {
    const code = await play(step, own);
    if (code === (step.ends ?? 0)) continue;
    say(`The demo stopped: exit code ${code}.`);
    return false;
  }
  return true;
}

export function say(text: string): void {
  process.stdout.write(`\n# ${text}\n`);
}

async function play(step: Step, own: string): Promise<number> {
  const { folder, args, env, answer, prepare, unseenArgs = [] } = step;
  await prepare?.();
  say(step.say);
  const isOwn = folder === own || folder.startsWith(own + sep);
  const shown = args.map((arg) => arg.replace(`${own}/`, '')).join(' ');
  process.stdout.write(`$ ${isOwn ? '' : `cd ${relative(root, folder)} && `}exops ${shown}\n`);
  const terminal = spawn(process.execPath, [executable, ...args, ...unseenArgs], {
    cwd: folder,
    cols: 80,
    rows: 50,
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      ...env,
      EXOPS_STATE_DIR: join(own, 'state'),
      TERM: process.env['TERM'] ?? 'xterm-256color',
    },
  });
  const show = process.stdout.isTTY ? (text: string) => text : plainLog();
  let isAnswered = answer === undefined;
  let output = '';
  terminal.onData((text) => {
    output += text;
    process.stdout.write(show(text));
    if (isAnswered || !/(to apply: |\[y\/N\] )/.test(output)) return;
    isAnswered = true;
    terminal.write(`${answer}\r`);
  });
  return new Promise((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)));
}
