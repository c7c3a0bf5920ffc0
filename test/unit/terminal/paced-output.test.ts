import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { pacedOutput } from '../../../src/lib/terminal/paced-output.js';

test('waits for a slow reader before it takes more', async () => {
  const taken: string[] = [];
  let proceed = () => {};
  const slow = new Writable({
    highWaterMark: 1,
    write(chunk: Buffer, _encoding, done) {
      taken.push(String(chunk));
      proceed = done;
    },
  });
  const paced = pacedOutput(slow);
  let isWritten = false;
  const writing = paced.write('one').then((what) => {
    isWritten = true;
    return what;
  });
  await new Promise((resolve) => setImmediate(resolve));
  expect({ isWritten, taken }).toEqual({ isWritten: false, taken: ['one'] });
  proceed();
  expect(await writing).toBe('written');
});

test('says that the reader is gone, to whoever waits and from then on', async () => {
  const gone = new Writable({
    highWaterMark: 1,
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
  });
  // As main does for the standard streams.
  gone.on('error', () => {});
  const paced = pacedOutput(gone);
  expect(await paced.write('one')).toBe('reader gone');
  expect(await paced.write('two')).toBe('reader gone');
});

test('leaves no listeners behind', () => {
  const output = new Writable();
  pacedOutput(output).release();
  expect(['error', 'close', 'drain'].map((event) => output.listenerCount(event))).toEqual([0, 0, 0]);
});
