import type { Clock } from '../../../src/context.js';

/** Time that never passes, where files are really read: no deadline ends. */
export const stillClock: Clock = { now: () => Date.UTC(2026, 10, 21, 9), sleep: () => new Promise(() => {}) };
