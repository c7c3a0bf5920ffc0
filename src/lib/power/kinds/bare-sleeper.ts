import type { Sleeper } from '../model.js';

/** What a sleeper has of which nothing is known, or nothing there: kinds overwrite what they know. */
export const bareSleeper = {
  size: undefined,
  losses: [],
  trouble: undefined,
  since: undefined,
  startsItselfAt: undefined,
  addresses: [],
  machines: [],
  volumeIds: [],
  storage: undefined,
  vpcId: undefined,
} as const satisfies Partial<Sleeper>;
