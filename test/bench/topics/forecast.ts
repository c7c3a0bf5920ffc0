import { median, type Series } from '../series.js';

const notMeasured = 'not measured';

/** Knows from smaller sizes what isn't worth trying. It is never used to fill in a figure. */
export interface Forecast {
  /** Why a command is left out at this size; undefined when it is to be measured. */
  leaveOut(shown: string, count: number): string | undefined;
  remember(count: number, results: readonly Series[]): void;
}

/** For one operation on one broker, whose sizes come in ascending order. */
export function forecast(capMs: number): Forecast {
  const smaller = new Map<string, { readonly count: number; readonly ms: number | undefined }>();
  return {
    leaveOut(shown, count) {
      const past = smaller.get(shown);
      if (past === undefined) return undefined;
      const isTooSlow = past.ms === undefined || (past.ms * count) / past.count > capMs;
      return isTooSlow ? notMeasured : undefined;
    },
    remember(count, results) {
      for (const { shown, times, remark } of results) {
        if (remark !== notMeasured) smaller.set(shown, { count, ms: median(times) });
      }
    },
  };
}
