import type { Sleeper } from '../../../../src/lib/power/model.js';

/** What the work fails with. */
export async function failureOf(work: Promise<unknown>): Promise<Error & { readonly hint?: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It went through.');
}

/** Names `prefix-1` to `prefix-<count>`. */
export function names(prefix: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}-${index + 1}`);
}

/** Counts how many of these run at the same time. */
export function gauge(): { readonly most: () => number; during<R>(work: () => Promise<R>): Promise<R> } {
  let now = 0;
  let most = 0;
  return {
    most: () => most,
    async during(work) {
      now += 1;
      most = Math.max(most, now);
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return work();
    },
  };
}

/** The one that was found by one selector. */
export function onlyOf(found: readonly (readonly Sleeper[])[]): Sleeper {
  const [only, ...others] = found.flat();
  if (only === undefined || others.length > 0) throw new Error(`${found.flat().length} were found.`);
  return only;
}
