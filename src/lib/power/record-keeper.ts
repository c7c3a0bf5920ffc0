import type { Sleeper } from './model.js';
import { formatRecord } from './record.js';
import { isRefused } from './rules/failures.js';
import { recordOf } from './rules/judge.js';
import { sameSize } from './rules/sizes.js';
import type { Stage } from './stage.js';
import type { SleepWork } from './work.js';

/** Sees to it that a sleeper has its record before anything is asked of it, and as long as it sleeps. */
export interface RecordKeeper {
  /** Writes it unless it is there. */
  write(now: Sleeper): Promise<void>;
  /** It was there, and somebody removed it. */
  isMissing(now: Sleeper): boolean;
  /** Writes it again. */
  mend(): Promise<void>;
  /** Whether it bears the record, or one that says the same. */
  isKept(now: Sleeper): boolean;
  /** As it was before, if this run wrote it. */
  takeBack(): Promise<void>;
}

export function recordKeeper(
  { deps: { clock }, user, portOf }: Stage,
  { sleeper, record, size }: SleepWork,
): RecordKeeper {
  const port = portOf(sleeper);
  let text = record === 'keep' ? sleeper.record : undefined;
  let isOurs = false;
  return {
    async write(now) {
      if (text !== undefined) return;
      const ours = formatRecord({ size: size ?? now.size, by: user, at: clock.now() });
      isOurs = true;
      try {
        await port.setRecord(sleeper, ours);
      } catch (error) {
        isOurs = !isRefused(error);
        throw error;
      }
      text = ours;
    },
    isMissing: (now) => text !== undefined && now.record === undefined,
    async mend() {
      if (text !== undefined) await port.setRecord(sleeper, text);
    },
    isKept(now) {
      const there = recordOf(now);
      if (text === undefined || there === undefined || 'problem' in there) return false;
      const wanted = recordOf({ record: text, size: now.size });
      if (now.record === text || wanted === undefined || 'problem' in wanted) return now.record === text;
      return there.size === undefined || wanted.size === undefined || sameSize(there.size, wanted.size);
    },
    async takeBack() {
      if (isOurs) await port.setRecord(sleeper, sleeper.record ?? null);
    },
  };
}
