import { describe, expect, test, vi } from 'vitest';
import { within } from '../../../../src/lib/hosts/route/within.js';

const late = () => new Error('too late');
const never = () => new AbortController().signal;

/** Work that ends only when it is stopped, as a dialler does. */
function untilStopped(stop: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  });
}

describe('within', () => {
  test('gives what the work gives, and leaves nothing behind', async () => {
    const signal = never();
    const added = vi.spyOn(signal, 'addEventListener');
    const removed = vi.spyOn(signal, 'removeEventListener');
    expect(await within(60_000, late, signal, async () => 1)).toBe(1);
    expect(removed.mock.calls.length).toBe(added.mock.calls.length);
  });

  test('fails as the work fails', async () => {
    const work = async () => {
      throw new Error('broken');
    };
    await expect(within(60_000, late, never(), work)).rejects.toThrow('broken');
  });

  test('stops the work when its time is over', async () => {
    await expect(within(1, late, never(), untilStopped)).rejects.toThrow('too late');
  });

  test('stops the work when it is told to', async () => {
    const stop = new AbortController();
    const ended = within(60_000, late, stop.signal, untilStopped);
    stop.abort(new Error('told'));
    await expect(ended).rejects.toThrow('told');
  });

  test('doesn’t begin when it was told to stop before', async () => {
    const work = vi.fn(async () => 1);
    await expect(within(60_000, late, AbortSignal.abort(new Error('told')), work)).rejects.toThrow('told');
    expect(work).not.toHaveBeenCalled();
  });
});
