import { describe, expect, test } from 'vitest';
import {
  beginOfCheck,
  checkName,
  checkOfGroup,
  groupName,
} from '../../../../src/lib/cluster/check/check-name.js';
import { checkSettings } from '../../../../src/lib/cluster/check/check-settings.js';
import {
  longestCheckMs,
  type SeenGroup,
  type SeenGroups,
  type SeenTopic,
  whyKeepGroup,
  whyKeepTopic,
} from '../../../../src/lib/cluster/check/judge-leftover.js';

const began = Date.parse('2026-11-21T23:45:00Z');
const hour = 3_600_000;
const name = checkName(began, Buffer.from('0123456789ab', 'hex'));
const nobody: SeenGroups = { groups: [], areAll: true };

const topic = (more: Partial<SeenTopic> = {}): SeenTopic => ({
  ...{ kind: 'topic', name, partitions: 3 },
  settings: new Map(Object.entries(checkSettings(name, 3))),
  ...more,
});

const group = (more: Partial<SeenGroup> = {}): SeenGroup => ({
  ...{ kind: 'group', name: groupName(name, 'split'), check: name, coordinator: 1, state: 'Empty' },
  ...{ hasOffsets: false, ...more },
});

describe('names', () => {
  test('say when a check began, whose a group is, and nothing of any other name', () => {
    expect(name).toBe('exops-check-20261121T234500Z-0123456789ab');
    expect(beginOfCheck(name)).toBe(began);
    expect(checkOfGroup(`${name}-copy`)).toBe(name);
    const others = [
      'exops-check',
      'exops-check-20261121T234500Z-0123456789AB',
      `${name}x`,
      `my-${name}`,
      'exops-check-20261341T994500Z-0123456789ab',
      'exops-doctor-0123456789ab',
    ];
    for (const other of others) {
      expect.soft(beginOfCheck(other), other).toBeUndefined();
      expect.soft(checkOfGroup(`${other}-split`), other).toBeUndefined();
    }
    expect(checkOfGroup(name)).toBeUndefined();
    expect(checkOfGroup(`${name}-mine`)).toBeUndefined();
  });
});

describe('a topic that a check left', () => {
  test('goes when it is an hour old, which no check runs for', () => {
    expect(whyKeepTopic(topic(), nobody, began + hour)).toBeUndefined();
    expect(longestCheckMs * 3).toBeLessThan(hour);
  });

  test.each<[why: string, SeenTopic, SeenGroups, number]>([
    ['another check may be using it, which began 59 min 59 s ago', topic(), nobody, began + hour - 1_000],
    ['its time is in the future', topic(), nobody, began - 1],
    [
      "its settings can't be read, so nothing shows that exops made it",
      topic({ settings: undefined }),
      nobody,
      began + hour,
    ],
    [
      "its settings aren't those of a check, so it may be somebody else's",
      topic({ settings: new Map() }),
      nobody,
      began + hour,
    ],
    [
      "its settings aren't those of a check, so it may be somebody else's",
      topic({ settings: new Map([...Object.entries(checkSettings(name, 3)), ['retention.ms', '3600000']]) }),
      nobody,
      began + hour,
    ],
    [
      "its settings aren't those of a check, so it may be somebody else's",
      topic({ partitions: 6 }),
      nobody,
      began + hour,
    ],
    [
      'not every broker tells its groups, so a check may be using it',
      topic(),
      { groups: [], areAll: false },
      began + hour,
    ],
    [
      'a group of it has members: a check is running',
      topic(),
      { groups: [group({ state: 'Stable' })], areAll: true },
      began + hour,
    ],
    [
      'a group of it has members: a check is running',
      topic(),
      { groups: [group({ state: undefined })], areAll: true },
      began + hour,
    ],
  ])('is left alone: %s', (why, seen, groups, now) => {
    expect(whyKeepTopic(seen, groups, now)).toBe(why);
  });

  test('an empty group of it, or a running one of another check, keeps it from nothing', () => {
    const groups = [group(), group({ check: `${name.slice(0, -1)}c`, state: 'Stable' })];
    expect(whyKeepTopic(topic(), { groups, areAll: true }, began + hour)).toBeUndefined();
  });

  test('the mark is of its name and its partitions, and lets records go within two hours', () => {
    const marks = [checkSettings(name, 3), checkSettings(name, 4), checkSettings(`${name.slice(0, -1)}c`, 3)];
    expect(new Set(marks.map((settings) => settings['retention.ms'])).size).toBe(3);
    for (const settings of marks) {
      expect(Number(settings['retention.ms'])).toBeGreaterThanOrEqual(hour);
      expect(Number(settings['retention.ms'])).toBeLessThan(2 * hour);
    }
  });
});

test.each<[why: string | undefined, SeenGroup, number]>([
  [undefined, group(), began + hour],
  ['another check may be using it, which began 5.0 s ago', group(), began + 5_000],
  ['it has members: a check is running', group({ state: 'Stable' }), began + hour],
  ["it has offsets, which a check's never have", group({ hasOffsets: true }), began + hour],
  [
    "its offsets can't be read, so nothing shows that exops made it",
    group({ hasOffsets: undefined }),
    began + hour,
  ],
])('a group that a check left: %s', (why, seen, now) => {
  expect(whyKeepGroup(seen, now)).toBe(why);
});
