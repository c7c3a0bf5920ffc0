import { expect, test } from 'vitest';
import { move, oneAtATime } from '../../../src/lib/terminal/indicators.js';

function recorded() {
  const events: string[] = [];
  return { events, indicator: { start: () => events.push('start'), stop: () => events.push('stop') } };
}

/** A question that is answered when it is told to. */
function question() {
  let answer: (text: string) => void = () => {};
  const asked = { isShown: false };
  const ask = () => {
    asked.isShown = true;
    return new Promise<string>((resolve) => {
      answer = resolve;
    });
  };
  return { ask, asked, answer: (text: string) => answer(text) };
}

const soon = () => new Promise((resolve) => setImmediate(resolve));

test('a question stops what moves, and lets it go on', async () => {
  const { events, indicator } = recorded();
  const end = move(indicator);
  const { ask, answer } = question();
  const asked = oneAtATime(ask);
  await soon();
  expect(events).toEqual(['start', 'stop']);
  answer('yes');
  expect(await asked).toBe('yes');
  expect(events).toEqual(['start', 'stop', 'start']);
  end();
  expect(events.at(-1)).toBe('stop');
});

test('what begins during a question waits for its answer', async () => {
  const { events, indicator } = recorded();
  const { ask, answer } = question();
  const asked = oneAtATime(ask);
  await soon();
  const end = move(indicator);
  expect(events).toEqual([]);
  answer('yes');
  await asked;
  expect(events).toEqual(['start']);
  end();
});

test('two questions come one after the other, whatever became of the first', async () => {
  const first = question();
  const second = question();
  const one = oneAtATime(async () => {
    await first.ask();
    throw new Error('Ctrl-C');
  });
  const other = oneAtATime(second.ask);
  await soon();
  expect(second.asked.isShown).toBe(false);
  first.answer('');
  await expect(one).rejects.toThrow('Ctrl-C');
  await soon();
  expect(second.asked.isShown).toBe(true);
  second.answer('2');
  expect(await other).toBe('2');
});
