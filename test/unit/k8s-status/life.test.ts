import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type StartedWith, startedWith } from '../../../src/lib/k8s-status/started-with.js';
import { anyWrite, type Life, lifeBegins, live } from './secret-life.js';

const lives = fc.array(anyWrite, { maxLength: 9 }).map(live);

/** A container's start somewhere in a life: it reads the secret a little earlier. */
const starts = fc
  .tuple(lives, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 900 }))
  .map(([life, share, lag]) => {
    const at = Math.floor(lifeBegins + 2_000 + share * (life.endsAt + 30_000 - lifeBegins));
    return { life, at, read: at - lag };
  });

function judge({ timeline }: Life, at: number, stamp?: string): StartedWith {
  return startedWith(timeline, { second: Math.floor(at / 1_000), stamp });
}

const heldAt = ({ held }: Life, time: number) => held.findLastIndex(({ at }) => at <= time);

test('what is said of a start is what the container got', () => {
  fc.assert(
    fc.property(starts, ({ life, at, read }) => {
      const said = judge(life, at);
      const got = life.held[heldAt(life, read)]?.value;
      const today = life.held.at(-1)?.value;
      if (said.value !== undefined) expect(said.value).toBe(got);
      if (said.state === 'current') expect(got).toBe(today);
      if (said.state === 'out of date' && said.value !== undefined) expect(got).not.toBe(today);
      if (said.state === 'out of date') expect(heldAt(life, read)).toBeLessThan(life.held.length - 1);
    }),
    { numRuns: 2_000 },
  );
});

test('well after the last write of all, a start is current', () => {
  fc.assert(
    fc.property(lives, (life) => {
      expect(judge(life, life.endsAt + 2_000)).toEqual({
        state: 'current',
        value: life.held.at(-1)?.value,
        missed: undefined,
      });
    }),
  );
});

test('where exops alone wrote, only a start within two seconds of a write is uncertain', () => {
  const ours = fc.array(
    anyWrite.filter(({ by, value }) => by === 'exops' && value !== undefined),
    { minLength: 1, maxLength: 5 },
  );
  fc.assert(
    fc.property(ours, fc.double({ min: 0, max: 1, noNaN: true }), (writes, share) => {
      const life = live(writes);
      const at = Math.floor(lifeBegins + 2_000 + share * (life.endsAt + 30_000 - lifeBegins));
      if (judge(life, at).state !== 'uncertain') return;
      expect(life.held.some((one) => Math.abs(one.at - at) < 3_000)).toBe(true);
    }),
  );
});

test('a pod that was restarted for a change has its value, whatever the second', () => {
  fc.assert(
    fc.property(lives, fc.integer({ min: 0, max: 2_000 }), (life, later) => {
      const last = life.held.at(-1);
      if (last?.stamp === undefined) return;
      expect(judge(life, last.at + later, last.stamp)).toMatchObject({ state: 'current', value: last.value });
    }),
  );
});
