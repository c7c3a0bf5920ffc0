import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mask, Secret } from '../../../src/lib/config/secret.js';

test('a secret is told to those who ask for it by name', () => {
  expect(new Secret('hunter2').reveal()).toBe('hunter2');
});

test('where others would see it stands a mask', () => {
  const secret = new Secret('hunter2');
  expect([`${secret}`, secret.toString(), inspect(secret)]).toEqual([mask, mask, mask]);
  expect(JSON.stringify({ secret })).toBe(`{"secret":"${mask}"}`);
});

test('nothing else shows it', () => {
  fc.assert(
    fc.property(fc.uuid(), (value) => {
      const secret = new Secret(value);
      const shown = [
        `${secret}`,
        String(secret),
        JSON.stringify({ secret }),
        inspect(secret, { showHidden: true, depth: null }),
        inspect({ deep: [secret] }, { depth: null }),
        JSON.stringify(Object.entries(secret)),
        JSON.stringify({ ...secret }),
      ];
      expect(shown.join()).not.toContain(value);
    }),
  );
});
