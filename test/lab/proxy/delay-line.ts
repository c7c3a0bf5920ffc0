/** Does things later, in order, each one `delayMs` after it was asked for: any number are on their way at once. */
export interface DelayLine {
  push(action: () => void): void;
  /** Lets nothing out until `release`. */
  hold(): void;
  release(): void;
  /** Forgets what is on its way. */
  clear(): void;
}

export function delayLine(delayMs: number): DelayLine {
  let queue: { readonly due: number; readonly action: () => void }[] = [];
  let held = false;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    while (!held) {
      const [next] = queue;
      if (next === undefined) return;
      const wait = next.due - performance.now();
      if (wait > 0) {
        timer = setTimeout(flush, wait);
        return;
      }
      queue.shift();
      next.action();
    }
  }

  return {
    push(action) {
      queue.push({ due: performance.now() + delayMs, action });
      if (timer === undefined) flush();
    },
    hold() {
      held = true;
    },
    release() {
      held = false;
      flush();
    },
    clear() {
      clearTimeout(timer);
      timer = undefined;
      queue = [];
    },
  };
}
