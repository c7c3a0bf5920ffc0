import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../../src/lib/aws/contract/scheduler.js';
import { planRemoval } from '../../../../src/lib/power/schedule/plan-removal.js';
import { wantedSchedules } from '../../../../src/lib/power/schedule/wanted.js';
import { entryOf, kafka, listedOf, memberOf, nodes, noon, shop, wishOf } from './builders.js';

const members = [
  memberOf({
    resource: { kind: 'nodegroup', cluster: 'shop', name: 'spot' },
    id: nodes.id,
    size: { min: 1, desired: 2 },
  }),
  memberOf({ resource: { kind: 'ec2', cluster: undefined, name: kafka.id } }),
];
const ours = wantedSchedules(members, wishOf()).map(({ schedule }) => schedule);
const byHand: Schedule = { ...(ours[0] as Schedule), name: 'by-hand', description: undefined };

function planOf(
  schedules: readonly Schedule[] | undefined,
  { names = [], listed = shop }: { names?: readonly string[]; listed?: typeof shop } = {},
) {
  return planRemoval({ group: 'exops-dev', names }, { schedules, listed, at: noon });
}

const deleted = (plan: ReturnType<typeof planOf>) => plan.changes.map(({ kind, name }) => `${kind} ${name}`);

describe('removing', () => {
  test('all that exops made, and the group', () => {
    const plan = planOf(ours);
    expect(deleted(plan)).toEqual([
      'schedule nodegroup-shop.spot-sleep',
      `schedule ec2-${kafka.id}-sleep`,
      'schedule nodegroup-shop.spot-wake',
      `schedule ec2-${kafka.id}-wake`,
      'schedule group exops-dev',
    ]);
    expect(plan.changes.every(({ severity, action }) => severity === 'safe' && action === 'delete')).toBe(
      true,
    );
    expect(plan.notices.map(({ text }) => text)).toEqual([
      'what is asleep by these stays asleep until exops dev wake',
      'Scheduler acts as this for them, which stays',
    ]);
  });

  test('what it takes to make them again is shown', () => {
    const wake = planOf(ours).changes.find(({ name }) => name === 'nodegroup-shop.spot-wake');
    expect(wake?.summary).toBe('mon-fri 08:00 Asia/Seoul');
    expect(wake?.fields.map(({ name, before, after }) => [name, before, after])).toEqual([
      ['wakes to', 'min=1 desired=2', null],
    ]);
  });

  test('nothing that others made, nor the group that it is in', () => {
    const plan = planOf([...ours, byHand]);
    expect(deleted(plan)).not.toContain('schedule by-hand');
    expect(deleted(plan)).not.toContain('schedule group exops-dev');
    expect(plan.notices[0]).toEqual({
      kind: 'not ours',
      text: 'not made by exops, or described anew since; kept, and the group with them',
      names: ['by-hand'],
    });
  });

  test('some by name', () => {
    expect(deleted(planOf([...ours, byHand], { names: [`ec2-${kafka.id}-sleep`] }))).toEqual([
      `schedule ec2-${kafka.id}-sleep`,
    ]);
    expect(deleted(planOf(ours.slice(0, 1), { names: [ours[0]?.name ?? ''] }))).toEqual([
      'schedule nodegroup-shop.spot-sleep',
      'schedule group exops-dev',
    ]);
  });

  describe('without names', () => {
    const spot = ['schedule nodegroup-shop.spot-sleep', 'schedule nodegroup-shop.spot-wake'];
    test.each<[string, typeof shop]>([
      ['found', [listedOf(nodes)]],
      ['gone', [{ ...listedOf(nodes), sleepers: [] }]],
      [
        'gone, and named by ARNs',
        [
          {
            entry: entryOf({
              kind: 'nodegroup',
              cluster: 'arn:aws:eks:ap-northeast-2:123456789012:cluster/shop',
              choice: { by: 'name', name: 'shop/spot' },
            }),
            sleepers: [],
          },
        ],
      ],
    ])('only what the list names, which is %s; the others and the group are kept', (_, listed) => {
      const plan = planOf(ours, { listed });
      expect(deleted(plan)).toEqual(spot);
      expect(plan.changes.every(({ severity }) => severity === 'safe')).toBe(true);
      expect(plan.notices[0]).toEqual({
        kind: 'not of this list',
        text: 'of nothing in this sleep list, and maybe of another project; kept, and the group with them (exops dev schedule remove NAME removes one)',
        names: [`ec2-${kafka.id}-sleep`, `ec2-${kafka.id}-wake`],
      });
    });

    test('nothing where the list is empty', () => {
      const plan = planOf(ours, { listed: [] });
      expect(plan.changes).toEqual([]);
      expect(plan.notices.map(({ kind }) => kind)).toEqual(['not of this list']);
    });

    test('one that somebody renamed is known by what it asks for', () => {
      const renamed = ours.map((one) => ({ ...one, name: `x-${one.name}`, description: 'exops: mine' }));
      expect(deleted(planOf(renamed, { listed: [listedOf(nodes)] }))).toEqual(
        spot.map((name) => name.replace('schedule ', 'schedule x-')),
      );
    });
  });

  test('the only word on a size of what nobody looked at is destructive', () => {
    const names = ours.map(({ name }) => name);
    const plan = planOf(ours, { listed: [], names });
    const graver = plan.changes.filter(({ severity }) => severity === 'destructive');
    expect(graver.map(({ name }) => name)).toEqual(['nodegroup-shop.spot-sleep', 'nodegroup-shop.spot-wake']);
    expect(graver[0]?.cautions).toEqual([
      "it isn't in the sleep list, so that nobody looked whether it is at 0 now: only its schedules say what it wakes to",
    ]);
    // The other one still says it.
    expect(planOf(ours, { listed: [], names: names.slice(0, 1) }).changes[0]?.severity).toBe('safe');
  });

  test('a name that is not there, or not ours, is refused', () => {
    expect(planOf([...ours, byHand], { names: ['other', 'by-hand'] })).toMatchObject({
      changes: [],
      refusals: [
        { name: 'other', reason: 'there is no such schedule in exops-dev' },
        { name: 'by-hand', reason: 'exops did not make it: remove it where it was made' },
      ],
    });
  });

  test('the only word on a size is destructive', () => {
    const asleep = { ...nodes, size: { min: 0, max: 4, desired: 0 } };
    const graver = (names: readonly string[]) =>
      planOf(ours, { listed: [listedOf(asleep)], names })
        .changes.filter(({ severity }) => severity === 'destructive')
        .map(({ name }) => name);
    const both = ['nodegroup-shop.spot-sleep', 'nodegroup-shop.spot-wake'];
    expect(graver([])).toEqual(both);
    expect(graver(both)).toEqual(both);
    // The other one still says it.
    expect(graver(both.slice(0, 1))).toEqual([]);
    expect(graver(both.slice(1))).toEqual([]);
  });

  test('nothing where there is no group, and an empty one goes', () => {
    expect(planOf(undefined)).toMatchObject({ changes: [], refusals: [], notices: [] });
    expect(deleted(planOf([]))).toEqual(['schedule group exops-dev']);
  });
});
