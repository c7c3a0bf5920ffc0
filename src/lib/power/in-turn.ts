/** Does what it is given, so many at a time, in the order in which it came. */
export type InTurn = <Result>(work: () => Promise<Result>) => Promise<Result>;

export function inTurn(most: number): InTurn {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve));
    else free -= 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
