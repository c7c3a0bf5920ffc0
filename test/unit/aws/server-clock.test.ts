import { describe, expect, test } from 'vitest';
import { serverClock } from '../../../src/lib/aws/server-clock.js';

const date = 'Sat, 21 Nov 2026 20:00:00 GMT';
const told = Date.UTC(2026, 10, 21, 20);

describe('the clock of servers', () => {
  test('is unknown before an answer', () => {
    expect(serverClock().offset()).toBeUndefined();
  });

  test.each([
    ['the same', 500, 0],
    ['ten minutes behind this one', 600_500, -600_000],
    ['ten minutes ahead of this one', -599_500, 600_000],
  ])('is %s', (_, later, offset) => {
    const clock = serverClock();
    clock.note({ sentAt: told + later - 50, receivedAt: told + later + 50, date });
    expect(clock.offset()).toBe(offset);
  });

  test('is that of the quickest answer, which tells it best', () => {
    const clock = serverClock();
    clock.note({ sentAt: told - 8_000, receivedAt: told + 2_000, date });
    clock.note({ sentAt: told + 400, receivedAt: told + 600, date });
    clock.note({ sentAt: told - 3_000, receivedAt: told + 1_000, date });
    expect(clock.offset()).toBe(0);
  });

  test.each([
    ['no date', undefined],
    ['an empty one', ''],
    ['what is none', 'yesterday, or so'],
  ])('is not told by %s', (_, header) => {
    const clock = serverClock();
    clock.note({ sentAt: told, receivedAt: told, date: header });
    expect(clock.offset()).toBeUndefined();
  });

  test('is not told by an answer during which this clock was set back', () => {
    const clock = serverClock();
    clock.note({ sentAt: told + 60_000, receivedAt: told, date });
    expect(clock.offset()).toBeUndefined();
  });
});
