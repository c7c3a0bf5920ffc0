import { describe, expect, test } from 'vitest';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
import { noColor } from '../../../src/lib/terminal/palette.js';
import { planOf } from './builders.js';

const rendered = (names: readonly string[], width = 80) =>
  renderPlan(planOf([], { notices: [{ kind: 'undeclared', text: 'kept', names }] }), {
    palette: noColor,
    width,
  });

describe('a notice', () => {
  test('names eight of many on a terminal and counts the others, in a pipe all of them', () => {
    const names = Array.from({ length: 1_010 }, (_, index) => `t${index}`);
    expect(rendered(names)[0]).toBe('    kept: t0, t1, t2, t3, t4, t5, t6, t7 and 1,002 more');
    expect(rendered(names, Number.POSITIVE_INFINITY)[0]).toBe(`    kept: ${names.join(', ')}`);
  });

  test('that goes on in another line is indented there', () => {
    const names = Array.from({ length: 5 }, (_, index) => `${'n'.repeat(20)}${index}`);
    expect(rendered(names).slice(0, 2)).toEqual([
      `    kept: ${names.slice(0, 3).join(', ')},`,
      `      ${names.slice(3).join(', ')}`,
    ]);
  });
});
