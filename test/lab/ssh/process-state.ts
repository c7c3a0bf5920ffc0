import { readFileSync } from 'node:fs';

/** Whether a process runs or sleeps. One that has ended but wasn't taken notice of, a zombie, doesn't. */
export function isRunning(pid: number): boolean {
  try {
    // https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html: the name in parentheses, then the state.
    const [state = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').slice(-1);
    return !/^[ZXx]/.test(state);
  } catch {
    return false;
  }
}
