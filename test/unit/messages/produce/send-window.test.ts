import { expect, test } from 'vitest';
import { SendWindow } from '../../../../src/lib/messages/produce/send-window.js';

const mebibyte = 1024 * 1024;

/** How many bytes in batches of this size it lets out. */
function fill(window: SendWindow, batch: number): number {
  let sent = 0;
  for (; window.hasRoom(batch); sent += batch) window.sent(batch);
  return sent;
}

test('grows with quick answers, up to 16 MiB, and batches with it', () => {
  const window = new SendWindow();
  expect(window.batchBytes).toBe(250_000);
  expect(fill(window, mebibyte / 4)).toBe(mebibyte);
  for (let round = 0; round < 6; round++) {
    const sent = fill(window, mebibyte / 4);
    window.ended(sent + (round === 0 ? mebibyte : 0), 50);
  }
  expect(window.batchBytes).toBe(1_000_000);
  expect(fill(window, mebibyte / 4)).toBe(16 * mebibyte);
});

test('shrinks with slow and lost answers, and one batch may always go alone', () => {
  const window = new SendWindow();
  for (const took of [9_000, undefined, undefined]) window.ended(fill(window, mebibyte / 8), took);
  expect(fill(window, mebibyte / 8)).toBe(mebibyte / 4);
  window.ended(mebibyte / 4, 4_000);
  expect(window.hasRoom(2 * mebibyte)).toBe(true);
  window.sent(2 * mebibyte);
  expect(window.hasRoom(1)).toBe(false);
});
