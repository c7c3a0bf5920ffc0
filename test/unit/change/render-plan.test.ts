import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/lib/change/plan.js';
import { renderPlan } from '../../../src/lib/change/render-plan.js';
import { noColor } from '../../../src/lib/terminal/palette.js';
import { lines } from '../config/failure.js';
import { change, field, planOf, refusal } from './builders.js';

const rendered = (plan: Plan, width = 80) => renderPlan(plan, { palette: noColor, width }).join('\n');
const destructive = { severity: 'destructive' } as const;

const sync = planOf(
  [
    change({ name: 'matching-engine-shard-1-input', summary: '3 partitions, factor 1' }),
    change({ name: 'matching-engine-shard-1-output', summary: '3 partitions, factor 1' }),
    change({
      ...destructive,
      name: 'reservation.events',
      action: 'change',
      fields: [
        {
          ...field('retention.ms', '604800000', '259200000', 'deletes 1.2 GiB older than 3 days'),
          shown: { before: '7d', after: '3d' },
        },
      ],
    }),
  ],
  {
    refusals: [
      refusal({
        name: 'payment.events',
        field: field('partitions', '6', '3'),
        reason: "Kafka can't remove partitions; recreate the topic or keep 6",
      }),
    ],
    notices: [{ kind: 'undeclared', text: 'not in the file, kept', names: ['payment.audit'] }],
    unchanged: 4,
  },
);

describe('a plan', () => {
  test('at 80 columns', () => {
    expect(rendered(sync)).toBe(
      [
        '  + matching-engine-shard-1-input   3 partitions, factor 1',
        '  + matching-engine-shard-1-output  3 partitions, factor 1',
        '  ~ reservation.events',
        '      retention.ms  7d → 3d  deletes 1.2 GiB older than 3 days',
        '  ! payment.events',
        '      partitions  6 → 3',
        "        Kafka can't remove partitions; recreate the topic or keep 6",
        '    4 unchanged',
        '    not in the file, kept: payment.audit',
        '',
        'Plan: 2 to create, 1 to change (destructive), 1 refused.',
      ].join('\n'),
    );
  });

  test('in a pipe has each note beside its value', () => {
    expect(rendered(sync, Number.POSITIVE_INFINITY)).toMatch(
      "      partitions  6 → 3  Kafka can't remove partitions; recreate the topic or keep 6\n",
    );
  });

  test('with nothing to do is one line', () => {
    expect(rendered(planOf([], { unchanged: 11 }))).toBe('Nothing to do: 11 topics as declared.');
    expect(
      rendered(
        planOf([], { unchanged: 1, notices: [{ kind: 'undeclared', text: 'kept', names: ['a', 'b'] }] }),
      ),
    ).toBe('    kept: a, b\nNothing to do: 1 topic as declared.');
  });

  test('aligns the fields of one target', () => {
    const fields = [
      field('partitions', '3', '4'),
      field('replication factor', '1', '3', 'copies 3 of 3 partitions'),
      field('compression.type', 'zstd', null),
      field('preallocate', null, 'true'),
    ];
    expect(rendered(planOf([change({ action: 'change', fields })]))).toBe(lines`
      ${'  '}~ orders
            partitions          3 → 4
            replication factor  1 → 3           copies 3 of 3 partitions
            compression.type    zstd → removed
            preallocate         true

      Plan: 1 to change.
    `);
  });

  test('shows a value that stays only once', () => {
    const fields = [field('retention.ms', '7d', '7d', 'in effect already; pinned on the topic')];
    expect(rendered(planOf([change({ action: 'change', fields })]))).toMatch(
      '      retention.ms  7d  in effect already; pinned on the topic\n',
    );
  });

  test('wraps cautions and reasons under their target', () => {
    const caution = 'records with a key go to other partitions from now on: order holds only within each';
    const plan = planOf([change({ name: 'a', cautions: [caution] })], {
      refusals: [
        refusal({
          name: 'b',
          reason: `no right to read it: Topic authorization failed. Topic authorization failed.`,
        }),
      ],
    });
    expect(rendered(plan)).toBe(
      [
        '  + a',
        '        caution: records with a key go to other partitions from now on: order',
        '        holds only within each',
        '  ! b  refused',
        '        no right to read it: Topic authorization failed. Topic authorization',
        '        failed.',
        '',
        'Plan: 1 to create, 1 refused.',
      ].join('\n'),
    );
  });

  test('puts a summary under a name that leaves no room for it', () => {
    const name = 'x'.repeat(60);
    expect(rendered(planOf([change({ name, summary: '3 partitions, factor 1' })]))).toBe(
      [`  + ${name}`, '      3 partitions, factor 1', '', 'Plan: 1 to create.'].join('\n'),
    );
  });

  test('lets no text from outside move the cursor', () => {
    const evil = 'a\u001b[2Jb\u202e\n';
    const plan = planOf(
      [
        change({
          name: evil,
          cautions: [evil],
          fields: [field(evil, evil, evil, evil), field('k', evil, 'v')],
        }),
      ],
      {
        refusals: [refusal({ name: evil, reason: evil })],
        notices: [{ kind: 'undeclared', text: evil, names: [evil] }],
      },
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(rendered(plan)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(rendered(plan).match(/\\x1b\[2Jb\\u202e\\n/g)).toHaveLength(10);
  });
});
