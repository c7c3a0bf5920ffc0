import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { spawn } from '@lydell/node-pty';
import { onTestFinished } from 'vitest';
import { executable } from './exops.js';

/** A terminal of 80 columns and 24 rows in which exops runs, and somebody at it. */
export interface TerminalWindow {
  type(keys: string): void;
  /** Waits until the screen shows it, after everything that was waited for before, and returns the match. */
  sees(what: string | RegExp): Promise<RegExpExecArray>;
  /** Everything that was shown so far. */
  shown(): string;
  resize(columns: number, rows: number): void;
  /** Signals exops and nothing else. */
  signal(name: 'SIGTERM' | 'SIGHUP'): void;
  /** The process id of exops, while it runs. */
  pid(): number;
  /** Waits for the end of exops: its status, and whether the terminal is as it was before. */
  ended(): Promise<{ readonly status: number; readonly terminal: 'as before' | 'changed' }>;
  /** Closes the window while exops runs. */
  close(): void;
}

/** What the shell of the window does: it compares the terminal's settings with those of before. */
const script = `trap : INT
before=$(stty -g)
"$@"
status=$?
if [ "$before" = "$(stty -g)" ]; then echo "[ended $status, terminal as before]"
else stty -a; echo "[ended $status, terminal changed]"; fi
# What nobody has read yet would go with the window.
read -r _`;

/** Longer than anything takes here, so that what doesn't come is told from what takes a while. */
const patienceMs = 30_000;

/** Opens a window and runs exops in it, from a shell as a person would. It is closed when the test has finished. */
export function openTerminal(
  args: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): TerminalWindow {
  const window = spawn('/bin/sh', ['-c', script, 'sh', process.execPath, executable, ...args], {
    cwd,
    cols: 80,
    rows: 24,
    env: { PATH: process.env['PATH'] ?? '', HOME: cwd, TERM: 'xterm-256color', NO_COLOR: '1', ...env },
  });
  let shown = '';
  let seen = 0;
  let isClosed = false;
  let look = () => {};
  window.onData((text) => {
    shown += text;
    look();
  });
  window.onExit(() => {
    isClosed = true;
    look();
  });
  const close = () => {
    if (!isClosed && 'destroy' in window && typeof window.destroy === 'function') window.destroy();
  };
  onTestFinished(close);

  const find = (pattern: RegExp): RegExpExecArray | undefined => {
    const match = pattern.exec(shown.slice(seen));
    if (match === null) return undefined;
    seen += match.index + match[0].length;
    return match;
  };
  const sees = (what: string | RegExp): Promise<RegExpExecArray> => {
    const pattern = typeof what === 'string' ? new RegExp(literally(what)) : what;
    return new Promise((resolve, reject) => {
      const missing = (why: string) =>
        new Error(
          `${why}, and the screen doesn't show ${pattern}. It shows:\n${JSON.stringify(shown.slice(seen).slice(-2_000))}`,
        );
      const timer = setTimeout(() => settle(() => reject(missing(`${patienceMs} ms are over`))), patienceMs);
      const settle = (act: () => void) => {
        clearTimeout(timer);
        look = () => {};
        act();
      };
      look = () => {
        const match = find(pattern);
        if (match !== undefined) settle(() => resolve(match));
        else if (isClosed) settle(() => reject(missing('The window is closed')));
      };
      look();
    });
  };
  const pid = () => childOf(window.pid);
  return {
    ...{ sees, pid, close },
    type: (keys) => window.write(keys),
    shown: () => shown,
    resize: (columns, rows) => window.resize(columns, rows),
    signal: (name) => void process.kill(pid(), constants.signals[name]),
    async ended() {
      const [, status, terminal] = await sees(/\[ended (\d+), terminal (as before|changed)\]/);
      return { status: Number(status), terminal: terminal === 'changed' ? 'changed' : 'as before' };
    },
  };
}

/** What the window's shell runs; https://man7.org/linux/man-pages/man5/proc_pid_task.5.html */
function childOf(shell: number): number {
  const [child] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ');
  if (child === undefined || child === '') throw new Error('exops has ended.');
  return Number(child);
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
