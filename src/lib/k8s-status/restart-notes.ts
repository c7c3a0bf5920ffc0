import { workloadName } from '../bootstrap/model.js';
import type { Address } from '../kafka/address.js';
import { countOf } from '../terminal/plural.js';
import { printable } from '../terminal/printable.js';
import type { BootstrapStatus, WorkloadStatus } from './model.js';
import type { Note } from './note.js';
import { canRestart, type NextCommands, type RestartCommand, restartCommand } from './restart-command.js';

/** Some running pods of it have an old value for sure. */
export function isBehind({ state }: WorkloadStatus): boolean {
  return state === 'out of date' || state === 'partly';
}

/** How many workloads are out of date or uncertain, and what restarts them. */
export function restartNotes(
  status: BootstrapStatus,
  brokers: readonly Address[],
  next: NextCommands,
): Note[] {
  const { old, uncertain } = behindIn(status);
  const both = [...old, ...uncertain];
  const restart = restartCommand(status, both, brokers, next);
  const isOldRestarted = restart !== undefined && old.some(canRestart);
  return [
    ...(old.length === 0 ? [] : [oldNote(old, isOldRestarted ? restart : undefined)]),
    ...(uncertain.length === 0 ? [] : [uncertainNote(uncertain, restart, isOldRestarted)]),
    ...stuckNotes(both),
  ];
}

/** The same where another command comes first, which restarts them, too. */
export function behindNotes(status: BootstrapStatus): Note[] {
  const { old, uncertain } = behindIn(status);
  return [
    ...(old.length === 0 ? [] : [oldNote(old, undefined)]),
    ...(uncertain.length === 0 ? [] : [uncertainNote(uncertain, undefined, false)]),
  ];
}

function behindIn({ workloads }: BootstrapStatus) {
  return {
    old: workloads.filter(isBehind),
    uncertain: workloads.filter(({ state }) => state === 'uncertain'),
  };
}

function oldNote(old: readonly WorkloadStatus[], restart: RestartCommand | undefined): Note {
  const text = `${whichOf(old)} out of date.`;
  if (restart === undefined) return { text };
  const how = restart.isOfAll ? 'Restart all that read it:' : 'Restart with:';
  return { text: `${text} ${how}`, command: restart.command };
}

function uncertainNote(
  uncertain: readonly WorkloadStatus[],
  restart: RestartCommand | undefined,
  isShown: boolean,
): Note {
  const text = `${whichOf(uncertain)} uncertain: nobody knows which value ${uncertain.length === 1 ? 'it was' : 'they were'} started with.`;
  if (restart === undefined || !uncertain.some(canRestart)) return { text };
  if (isShown) return { text: `${text} The same command makes sure.` };
  const how = restart.isOfAll ? 'To make sure, restart all that read it:' : 'To make sure, restart with:';
  return { text: `${text} ${how}`, command: restart.command };
}

/** What a command leaves out, by the reason. */
function stuckNotes(workloads: readonly WorkloadStatus[]): Note[] {
  const reasons = new Set(workloads.flatMap(({ whyNotRestarted }) => whyNotRestarted ?? []));
  return [...reasons].map((reason) => {
    const names = workloads
      .filter(({ whyNotRestarted }) => whyNotRestarted === reason)
      .map((one) => printable(workloadName(one)));
    return { text: `${names.join(', ')} can't be restarted: ${reason}.` };
  });
}

/** `deployment/backend is`, `3 workloads are` */
function whichOf(workloads: readonly WorkloadStatus[]): string {
  const [only, ...others] = workloads;
  if (only !== undefined && others.length === 0) return `${printable(workloadName(only))} is`;
  return `${countOf(workloads.length, 'workload')} are`;
}
