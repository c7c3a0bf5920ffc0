import type { Schedule } from '../../aws/contract/scheduler.js';
import type { Size } from '../model.js';
import { isSized, readCall } from './calls.js';
import { readDescription } from './description.js';
import { byName } from './names.js';
import { sayResource } from './resource.js';

/**
 * What the schedules of an environment put to sleep, by `keyOf` a sleeper (`${kind} ${id}`), with what each wakes to:
 * undefined for what is only on or off. Pure. What is asleep and in here needs no record to be woken; something with a size
 * that no schedule tells isn't in here.
 */
export function scheduledSizes(
  schedules: readonly Pick<Schedule, 'name' | 'target' | 'input' | 'description'>[],
): ReadonlyMap<string, Size | undefined> {
  const sizes = new Map<string, Size | undefined>();
  for (const schedule of schedules.toSorted(byName)) {
    const call = readCall(schedule);
    if (call === undefined) continue;
    const described = readDescription(schedule.description);
    const { kind } = call.resource;
    const size = call.size ?? described?.wakesTo;
    if (isSized(kind) && size === undefined) continue;
    const key = described === undefined ? sayResource(call.resource) : `${kind} ${described.id}`;
    // A wake says it for certain; a description may be older.
    if (!sizes.has(key) || call.direction === 'wake') sizes.set(key, size);
  }
  return sizes;
}
