import { readdirSync, readFileSync } from 'node:fs';

/** A tick of the kernel's accounting, in milliseconds: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const tickMs = 10;

/** The CPU time that the processes of these groups have had so far, milliseconds. */
export function cpuTimeOf(groups: readonly number[]): number {
  const ticks = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => ticksOf(pid, groups));
  return ticks.reduce((sum, one) => sum + one, 0) * tickMs;
}

function ticksOf(pid: string, groups: readonly number[]): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // A program's name may have spaces and brackets: what is counted begins after it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const [group, user, system] = [2, 11, 12].map((index) => Number(fields[index]));
    return groups.includes(group ?? 0) ? (user ?? 0) + (system ?? 0) : 0;
  } catch {
    // It has ended since.
    return 0;
  }
}
