import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { whileRead } from '../../../src/lib/terminal/while-read.js';
import { watch } from '../../../src/lib/watch.js';

/** Looks that write a line each; `leaveAfter` is how many the reader takes. */
function watching(output: PassThrough, signal: AbortSignal, leaveAfter: number) {
  let looks = 0;
  const clock = { now: () => 0, sleep: async () => new Promise<void>((resolve) => setImmediate(resolve)) };
  const end = whileRead(output, signal, (ended) =>
    watch({
      ...{ clock, signal: ended, everyMs: 1 },
      look: async () => looks,
      screen: {
        show() {
          looks += 1;
          if (looks > leaveAfter) output.emit('error', Object.assign(new Error('EPIPE'), { code: 'EPIPE' }));
        },
        fail() {},
      },
    }),
  );
  return { end, looks: () => looks };
}

test('a watch whose reader leaves ends without an error, and looks no more', async () => {
  const output = new PassThrough();
  const { end, looks } = watching(output, new AbortController().signal, 2);
  await expect(end).resolves.toBeUndefined();
  expect(looks()).toBe(3);
  expect([output.listenerCount('error'), output.listenerCount('close')]).toEqual([0, 0]);
});

test('nobody was there at all', async () => {
  const output = new PassThrough();
  output.destroy();
  await expect(watching(output, new AbortController().signal, 5).end).resolves.toBeUndefined();
});

test('the reason of the signal and a failure of the work are thrown as they are', async () => {
  const interrupt = new AbortController();
  const reason = new Error('Ctrl-C');
  const { end } = watching(new PassThrough(), interrupt.signal, 1_000);
  interrupt.abort(reason);
  await expect(end).rejects.toBe(reason);
  const failure = new Error('refused');
  await expect(
    whileRead(new PassThrough(), new AbortController().signal, () => Promise.reject(failure)),
  ).rejects.toBe(failure);
});
