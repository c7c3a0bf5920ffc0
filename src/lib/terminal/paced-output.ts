import type { Writable } from 'node:stream';

/** What became of it: `reader gone`, as `head` goes, means that nobody takes any more. */
export type Written = 'written' | 'reader gone';

/** Writes as fast as its reader takes it, so that a slow one costs no memory. */
export interface PacedOutput {
  /** @param content isn't changed afterwards */
  write(content: string | Uint8Array): Promise<Written>;
  /** Leaves the stream as it was. */
  release(): void;
}

/** Errors but the reader's leaving are for whoever owns the stream. */
export function pacedOutput(output: Writable): PacedOutput {
  let isGone = false;
  let wake = () => {};
  const leave = () => {
    isGone = true;
    wake();
  };
  const drained = () => wake();
  output.on('error', leave).on('close', leave).on('drain', drained);
  return {
    async write(content) {
      if (isGone || output.destroyed) return 'reader gone';
      if (!output.write(content) && !isGone)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      return isGone ? 'reader gone' : 'written';
    },
    release() {
      output.off('error', leave).off('close', leave).off('drain', drained);
    },
  };
}
