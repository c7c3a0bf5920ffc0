import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { SshTimeoutError } from '../../../src/lib/ssh/errors.js';
import { startTimeLimit } from '../../../src/lib/ssh/time-limit.js';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

const never = new AbortController().signal;

describe('a time limit', () => {
  test.each([
    ['dial', "Can't reach kafka: no connection within 20 s."],
    [
      'greeting',
      "Can't log in to kafka: it accepted the connection and sent no SSH greeting, for 20 s in all.",
    ],
    ['key exchange', "Can't log in to kafka: it began the SSH handshake and went silent, for 20 s in all."],
    ['login', "Can't log in to kafka: it didn't answer the login, 20 s in all."],
  ] as const)('says what took too long: %s', (step, message) => {
    const limit = startTimeLimit(20_000, never, 'kafka');
    limit.enter(step);
    vi.advanceTimersByTime(19_999);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(limit.signal.reason).toBeInstanceOf(SshTimeoutError);
    expect(limit.signal.reason).toMatchObject({ step, message });
  });

  test("doesn't count people's time", async () => {
    const limit = startTimeLimit(1_000, never, 'kafka');
    vi.advanceTimersByTime(600);
    const { promise, resolve } = withResolvers<string>();
    const answer = limit.uncounted(() => promise);
    await vi.advanceTimersByTimeAsync(3_600_000);
    resolve('yes');
    expect(await answer).toBe('yes');
    vi.advanceTimersByTime(399);
    expect(limit.signal.aborted).toBe(false);
    vi.advanceTimersByTime(1);
    expect(limit.signal.aborted).toBe(true);
  });

  test('goes on after a refusal', async () => {
    const limit = startTimeLimit(1_000, never, 'kafka');
    await expect(limit.uncounted(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    vi.advanceTimersByTime(1_000);
    expect(limit.signal.aborted).toBe(true);
  });

  test("ends with the caller's reason, in the middle of a question too", async () => {
    const caller = new AbortController();
    const limit = startTimeLimit(1_000, caller.signal, 'kafka');
    const answer = limit.uncounted(() => new Promise(() => undefined));
    const reason = new Error('enough');
    caller.abort(reason);
    await expect(answer).rejects.toBe(reason);
    expect(limit.signal.reason).toBe(reason);
    expect(vi.getTimerCount()).toBe(0);
  });

  test('has the reason of a signal that was aborted before', () => {
    const reason = new Error('enough');
    expect(startTimeLimit(1_000, AbortSignal.abort(reason), 'kafka').signal.reason).toBe(reason);
  });

  test('leaves nothing behind', () => {
    const caller = new AbortController();
    const limit = startTimeLimit(1_000, caller.signal, 'kafka');
    limit.end();
    expect(vi.getTimerCount()).toBe(0);
    caller.abort();
    expect(limit.signal.aborted).toBe(false);
  });
});

function withResolvers<Result>(): { promise: Promise<Result>; resolve: (result: Result) => void } {
  let resolve: (result: Result) => void = () => undefined;
  const promise = new Promise<Result>((set) => {
    resolve = set;
  });
  return { promise, resolve };
}
