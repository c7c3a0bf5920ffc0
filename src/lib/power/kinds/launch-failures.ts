import type { AutoScaling, AutoScalingGroup } from '../../aws/contract/autoscaling.js';
import { AccessError } from '../../errors.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';

/** Why these groups get no instances, newest first, as far as that is known. */
export type LaunchFailures = (
  groups: readonly AutoScalingGroup[],
  signal?: AbortSignal,
) => Promise<(name: string) => readonly string[]>;

interface Look {
  /** Which of all readings it was that asked last; 0 when none has. */
  readonly askedIn: number;
  readonly failures: readonly string[];
}

/**
 * Asks for the activities of groups that want more instances than they have, and have none coming. There is a request
 * a group for that, so a reading asks about at most ten, in turns, and about none that it sees so for the first time: a
 * group that was resized a moment ago looks the same.
 */
export function launchFailures(autoScaling: Pick<AutoScaling, 'failures'>): LaunchFailures {
  const looks = new Map<string, Look>();
  let reading = 0;
  return async (groups, signal) => {
    reading += 1;
    const stuck = groups.filter(isStuck).map(({ name }) => name);
    for (const { name } of groups) if (!stuck.includes(name)) looks.delete(name);
    const due = stuck
      .filter((name) => looks.has(name))
      .sort((one, other) => (looks.get(one)?.askedIn ?? 0) - (looks.get(other)?.askedIn ?? 0))
      .slice(0, usuallyAtOnce);
    for (const name of stuck) if (!looks.has(name)) looks.set(name, { askedIn: 0, failures: [] });
    await mapAtMost(usuallyAtOnce, due, signal, async (name, own) => {
      const failures = await autoScaling.failures(name, own).catch((error: unknown) => {
        // It is asked for only to explain.
        if (error instanceof AccessError) return [];
        throw error;
      });
      looks.set(name, { askedIn: reading, failures });
    });
    return (name) => looks.get(name)?.failures ?? [];
  };
}

function isStuck({ desired, instances }: AutoScalingGroup): boolean {
  return instances.length < desired && !instances.some(({ lifecycle }) => lifecycle.startsWith('Pending'));
}
