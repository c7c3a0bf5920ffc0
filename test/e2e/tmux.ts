import { join } from 'node:path';
import { onTestFinished, vi } from 'vitest';
import { runCommand } from '../lab/run-command.js';
import { requireCommand } from '../lab/ssh/debian-packages.js';
import { supervise } from '../lab/supervised-process.js';
import { temporaryFolder } from '../lab/temporary-folder.js';
import { executable } from './exops.js';

/** A terminal that shows what a person sees, with exops in it. */
export interface TmuxWindow {
  /** Words of tmux's send-keys: text, or names of keys such as `Enter`. */
  press(...keys: readonly string[]): Promise<void>;
  /** Waits until the screen, without blanks at the ends of its lines, shows it; returns the screen. */
  sees(what: string): Promise<string>;
  resize(columns: number, rows: number): Promise<void>;
}

const patienceMs = 30_000;

/** Opens a tmux of 80 columns and 24 rows that runs a line of shell, in which `exops` is the program. */
export async function openTmux(
  line: string,
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<TmuxWindow> {
  const command = await requireCommand('tmux', 'tmux', 'The interactive shell is tried in tmux');
  const folder = await temporaryFolder();
  const tmux = [command, '-S', join(folder.path, 'tmux'), '-f', '/dev/null', '-u'];
  const server = supervise([...tmux, '-D'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(async () => {
    await server.kill();
    await folder.remove();
  });
  const tell = (...words: readonly string[]): Promise<string> => {
    const [program = '', ...args] = [...tmux, ...words];
    return runCommand(program, args);
  };
  const variables = Object.entries({ HOME: cwd, NO_COLOR: '1', ...env });
  const session = variables.flatMap(([name, value]) => ['-e', `${name}=${value}`]);
  const exops = `exops() { '${process.execPath}' '${executable}' "$@"; }`;
  const shell = ['/bin/sh', '-c', `${exops}; ${line}; exec cat`];
  await vi.waitFor(() => tell('new-session', '-d', '-x', '80', '-y', '24', '-c', cwd, ...session, ...shell), {
    timeout: patienceMs,
  });
  return {
    press: async (...keys) => void (await tell('send-keys', ...keys)),
    resize: async (columns, rows) => void (await tell('resize-window', '-x', `${columns}`, '-y', `${rows}`)),
    sees: (what) =>
      vi.waitFor(
        async () => {
          const screen = await tell('capture-pane', '-p');
          if (!screen.includes(what))
            throw new Error(`The screen doesn't show ${what}. It shows:\n${JSON.stringify(screen)}`);
          return screen;
        },
        { timeout: patienceMs },
      ),
  };
}
