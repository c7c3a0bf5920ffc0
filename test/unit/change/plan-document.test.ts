import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/lib/change/plan.js';
import { planDocument, planFingerprint } from '../../../src/lib/change/plan-document.js';
import { change, field, planOf, refusal } from './builders.js';

const shown = { before: '7d', after: '3d' };
const shorter = { ...field('retention.ms', '604800000', '259200000', 'deletes 1.2 GiB'), shown };
const full = planOf(
  [
    change({
      action: 'change',
      severity: 'destructive',
      summary: 'in short',
      fields: [shorter, field('partitions', '3', '4')],
      cautions: ['keys move'],
      work: { secret: 'order' },
    }),
  ],
  {
    refusals: [
      refusal({ field: { ...field('partitions', '6', '3'), shown }, reason: 'never', access: true }),
      refusal(),
    ],
    notices: [{ kind: 'undeclared', text: 'kept', names: ['a'] }],
    unchanged: 4,
  },
);

describe('a plan as a document', () => {
  test('has values in the units of the system, and no work orders', () => {
    expect(planDocument(full)).toEqual({
      changes: [
        {
          kind: 'topic',
          name: 'orders',
          action: 'change',
          severity: 'destructive',
          summary: 'in short',
          fields: [
            { name: 'retention.ms', before: '604800000', after: '259200000', note: 'deletes 1.2 GiB' },
            { name: 'partitions', before: '3', after: '4' },
          ],
          cautions: ['keys move'],
        },
      ],
      refusals: [
        {
          kind: 'topic',
          name: 'payments',
          field: { name: 'partitions', before: '6', after: '3' },
          reason: 'never',
        },
        { kind: 'topic', name: 'payments', reason: 'it is not possible' },
      ],
      notices: [{ kind: 'undeclared', text: 'kept', names: ['a'] }],
      unchanged: 4,
    });
  });

  test('loses nothing on its way through JSON, whatever the names', () => {
    const names = ['__proto__', 'constructor', 'toString', ''];
    const plan = planOf(
      names.map((name) => change({ name, fields: [field(name, null, name)] })),
      { notices: [{ kind: 'undeclared', text: 'kept', names }] },
    );
    const document = JSON.parse(JSON.stringify(planDocument(plan)));
    expect(document).toEqual(planDocument(plan));
    expect(document.changes.map(({ name }: { name: string }) => name)).toEqual(names);
    expect(document.changes[0].fields).toEqual([{ name: '__proto__', before: null, after: '__proto__' }]);
  });
});

describe('the fingerprint of a plan', () => {
  const alter = (over: object): Plan => ({
    ...full,
    changes: full.changes.map((one) => ({ ...one, ...over })),
  });

  test.each([
    ['another target', { name: 'orders.dlq' }],
    ['another kind', { kind: 'secret' }],
    ['another action', { action: 'create' }],
    ['another severity', { severity: 'safe' }],
    ['another summary', { summary: 'at length' }],
    ['another value before', { fields: [shorter, field('partitions', '2', '4')] }],
    ['another value after', { fields: [shorter, field('partitions', '3', '5')] }],
    ['another field', { fields: [shorter, field('replication factor', '3', '4')] }],
    ['a field less', { fields: [shorter] }],
    ['null, which is no text', { fields: [shorter, field('partitions', 'null', '4')] }],
  ])('is another for %s', (_, over) => {
    expect(planFingerprint(alter(over))).not.toBe(planFingerprint(full));
  });

  test('is another for one change less, and for another order', () => {
    const two = planOf([change({ name: 'a' }), change({ name: 'b' })]);
    expect(planFingerprint(planOf(two.changes.slice(1)))).not.toBe(planFingerprint(two));
    expect(planFingerprint(planOf(two.changes.toReversed()))).not.toBe(planFingerprint(two));
  });

  test('is the same while figures move that nobody acted on', () => {
    const moved = alter({
      cautions: ['holds 1.3 GiB'],
      work: { other: 1 },
      fields: [{ ...shorter, note: 'deletes 1.3 GiB' }, field('partitions', '3', '4')],
    });
    expect(planFingerprint({ ...moved, unchanged: 5, notices: [], refusals: [] })).toBe(
      planFingerprint(full),
    );
  });

  test('tells names apart that look alike when put together', () => {
    const one = planOf([change({ name: 'a", "b' })]);
    const two = planOf([change({ name: 'a' }), change({ name: 'b' })]);
    expect(planFingerprint(one)).not.toBe(planFingerprint(two));
  });
});
