import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../../../src/context.js';

/** The machine's own time. */
export const wallClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      throw signal?.reason ?? error;
    }
  },
};
