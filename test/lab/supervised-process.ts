import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const supervisor = fileURLToPath(new URL('supervise.sh', import.meta.url));

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface SupervisedProcess {
  readonly child: ChildProcess;
  /** The id of the process group that holds the command and its supervisor. */
  readonly pid: number;
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** Kills the whole group and waits for its end. */
  kill(): Promise<void>;
  /** Asks the command to end; kills it when it hasn't after `graceMs`. */
  terminate(graceMs: number): Promise<void>;
}

export interface SuperviseOptions {
  readonly cwd?: string;
  readonly stdio: readonly ['ignore' | 'pipe', 'pipe' | number, 'pipe' | number];
}

/**
 * Starts a command in a process group of its own that dies with this process, even when this process is
 * killed with SIGKILL. A Ctrl-C in the terminal doesn't reach it: ending it in order is the caller's job.
 */
export function supervise(command: readonly string[], options: SuperviseOptions): SupervisedProcess {
  const stdio: StdioOptions = [...options.stdio, 'pipe'];
  const child = spawn(supervisor, command, { cwd: options.cwd, detached: true, stdio });
  let ended = false;
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      ended = true;
      child.stdio[3]?.destroy();
      resolve({ code, signal });
    });
  });
  // Whoever awaits it hears of a failed start; nobody awaiting it must not bring the process down.
  exited.catch(() => undefined);
  // The supervisor outlives the command that it kills when the lifeline closes, so at the end of the one the
  // other's ports and files are free. A test may have stopped them both for a while.
  const kill = async (): Promise<void> => {
    child.stdio[3]?.destroy();
    if (!ended && child.pid !== undefined) signalGroup(child.pid, 'SIGCONT');
    await exited;
  };
  return {
    child,
    pid: child.pid ?? 0,
    exited,
    hasExited: () => ended,
    kill,
    async terminate(graceMs) {
      child.kill('SIGTERM');
      const timer = setTimeout(() => void kill(), graceMs);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** True while any process of the group is alive. */
export function groupIsAlive(pid: number): boolean {
  return signalGroup(pid, 0);
}

function signalGroup(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
