import type { Writable } from 'node:stream';

/**
 * Work that goes on until its signal ends it, and ends without an error as soon as nobody reads the output any more, as
 * `head` goes after its lines. A reader's leaving shows when the next line is written.
 * @throws what the work throws, and the signal's reason
 */
export async function whileRead(
  output: Writable,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<never>,
): Promise<void> {
  const gone = new AbortController();
  const leave = () => gone.abort();
  output.on('error', leave).on('close', leave);
  if (output.destroyed) leave();
  try {
    await work(AbortSignal.any([signal, gone.signal]));
  } catch (error) {
    if (signal.aborted || error !== gone.signal.reason) throw error;
  } finally {
    output.off('error', leave).off('close', leave);
  }
}
