import type { Target } from '../../change/plan-document.js';
import { isOurs } from './description.js';
import { sayExpression } from './differences.js';
import type { ReadSchedule } from './read-schedules.js';

/** The documented shape of `exops dev schedule -o json`. */
export const scheduleSchema = 'exops.schedule/v1';

/** An environment's schedules as data for programs. */
export function scheduleDocument(
  target: Target,
  group: string,
  read: readonly ReadSchedule[] | undefined,
): object {
  return {
    schema: scheduleSchema,
    target,
    group,
    /** Whether there is such a group. */
    exists: read !== undefined,
    schedules: (read ?? []).map(oneOf),
  };
}

function oneOf({ schedule, does, size, next: [next] }: ReadSchedule): object {
  const { name, expression, timezone, isEnabled, roleArn, target, input } = schedule;
  return {
    name,
    direction: does?.direction ?? null,
    kind: does?.resource.kind ?? null,
    cluster: does?.resource.cluster ?? null,
    resource: does?.resource.name ?? null,
    when: sayExpression(expression),
    ...{ expression, timezone, isEnabled },
    wakesTo: size ?? null,
    next: next === undefined ? null : new Date(next.at).toISOString(),
    ...{ roleArn, target, input },
    isOurs: isOurs(schedule),
  };
}
