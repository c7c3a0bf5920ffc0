import type { Sleeper } from '../model.js';

/** It sleeps, or is about to, or is at 0: whoever did that. */
export function isDown({ state, size }: Pick<Sleeper, 'state' | 'size'>): boolean {
  return size?.desired === 0 || state === 'asleep' || state === 'falling asleep';
}
