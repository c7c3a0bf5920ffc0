import { stripVTControlCharacters } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../../src/lib/change/plan.js';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
import { noColor, type Palette } from '../../../src/lib/terminal/palette.js';
import { textWidth } from '../../../src/lib/terminal/text-width.js';
import { change, field, planOf, refusal } from './builders.js';

const word = fc.string({ unit: fc.constantFrom('a', 'b', '한', '.', 'z'), minLength: 1, maxLength: 9 });
const sentence = fc.array(word, { minLength: 1, maxLength: 25 }).map((words) => words.join(' '));
const name = fc.oneof(
  word,
  fc.nat(70).map((length) => 'n'.repeat(length + 1)),
);
const value = fc.option(word);
const fields = fc.array(
  fc.tuple(word, value, value, fc.option(sentence, { nil: undefined })).map((given) => field(...given)),
  { maxLength: 3 },
);
const changes = fc.array(
  fc
    .record({
      name,
      fields,
      action: fc.constantFrom('create' as const, 'change' as const, 'delete' as const),
      severity: fc.constantFrom('safe' as const, 'destructive' as const),
      cautions: fc.array(sentence, { maxLength: 2 }),
      summary: fc.constantFrom('3 partitions, factor 1', "the cluster's default shape"),
    })
    .map((some) => change(some)),
  { maxLength: 4 },
);
const refusals = fc.array(
  fc
    .record({ name, reason: sentence, field: fc.constantFrom(undefined, field('partitions', '6', '3')) })
    .map(({ field: at, ...rest }) => refusal(at === undefined ? rest : { ...rest, field: at })),
  { maxLength: 2 },
);
const notices = fc.array(
  fc.record({ kind: fc.constant('undeclared'), text: sentence, names: fc.array(word, { maxLength: 12 }) }),
  {
    maxLength: 2,
  },
);
const plans: fc.Arbitrary<Plan> = fc
  .record({ changes, refusals, notices, unchanged: fc.nat(9) })
  .map(({ changes: all, ...rest }) => planOf(all, rest));

test('no line is longer than the terminal, unless one word alone is', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 80, max: 140 }), (plan, width) => {
      const tooLong = renderPlan(plan, { palette: noColor, width }).filter((line) => {
        const words = line
          .trim()
          .split(' ')
          .map((one) => textWidth(one));
        return textWidth(line) > width && Math.max(...words) < width - 6;
      });
      expect(tooLong).toEqual([]);
    }),
  );
});

test('colours change no line', () => {
  const paint = (text: string) => `\u001b[31m${text}\u001b[39m`;
  const colored: Palette = { good: paint, caution: paint, danger: paint, faint: paint, strong: paint };
  fc.assert(
    fc.property(plans, (plan) => {
      const plain = renderPlan(plan, { palette: noColor, width: 80 });
      const painted = renderPlan(plan, { palette: colored, width: 80 });
      expect(painted.map((line) => stripVTControlCharacters(line))).toEqual(plain);
    }),
  );
});

test('every target, value, reason and caution is shown', () => {
  fc.assert(
    fc.property(plans, (plan) => {
      const text = renderPlan(plan, { palette: noColor, width: Number.POSITIVE_INFINITY }).join('\n');
      for (const one of plan.changes)
        for (const part of [one.name, ...one.cautions]) expect(text).toContain(part);
      for (const one of plan.refusals)
        for (const part of [one.name, one.reason]) expect(text).toContain(part);
    }),
  );
});
