import { describe, expect, test } from 'vitest';
import type { Volume } from '../../../src/lib/aws/contract/billed.js';
import { matches, sayAge, shortAge, whyKept } from '../../../src/lib/leftovers/judge.js';
import {
  leftoverAddress,
  leftoverLogGroup,
  leftoverSnapshot,
  leftoverVolume,
} from '../../../src/lib/leftovers/leftover-of.js';
import { address, daysAgo, logGroup, now, rulesOf, snapshot, volume } from './world.js';

const why = (leftover: Parameters<typeof whyKept>[0], olderThanMs = rulesOf().olderThanMs) =>
  whyKept(leftover, { ...rulesOf(), olderThanMs }, now)?.reason;

describe('what is kept', () => {
  test('nothing that is old, free and not protected', () => {
    const all = [
      leftoverVolume(volume('vol-1')),
      leftoverSnapshot(snapshot('snap-1')),
      leftoverAddress(address('eipalloc-1')),
      leftoverLogGroup(logGroup('dev-app')),
    ];
    expect(all.map((one) => why(one))).toEqual([undefined, undefined, undefined, undefined]);
  });

  test.each<[string, Partial<Volume>, string | undefined]>([
    ['attached', { state: 'in-use', instanceIds: ['i-1', 'i-2'] }, 'it is in use: attached to i-1, i-2'],
    ['attached to what is not told', { state: 'in-use' }, 'it is in use: its state is in-use'],
    ['being made', { state: 'creating' }, 'it is in use: its state is creating'],
    ['failed to be made', { state: 'error' }, undefined],
    ['young', { createdAt: daysAgo(3) }, 'it is 3 days old, and --older-than is 7d'],
    ['exactly old enough', { createdAt: daysAgo(7) }, undefined],
    ['of tomorrow', { createdAt: daysAgo(-1) }, 'it is 0 minutes old, and --older-than is 7d'],
    ['without an age', { createdAt: undefined }, "AWS doesn't say how old it is"],
    ['protected', { tags: new Map([['exops:protected', '']]) }, 'it is protected by its tag exops:protected'],
    ['protected by a word for no', { tags: new Map([['exops:protected', 'No']]) }, undefined],
    ['of production', { tags: new Map([['env', 'prod']]) }, 'it is production by its tag env=prod'],
  ])('a volume that is %s', (_, rest, reason) => {
    expect(why(leftoverVolume(volume('vol-1', {}, rest)))).toBe(reason);
  });

  test.each([
    'kubernetes.io/created-for/pvc/name',
    'kubernetes.io/created-for/pv/name',
    'CSIVolumeName',
    'CSIVolumeSnapshotName',
    'ebs.csi.aws.com/cluster',
  ])('what Kubernetes made (%s), unless it is wanted too', (key) => {
    const reason = `it is of Kubernetes by its tag ${key}, and waits for its pods while they are asleep; --include-kubernetes deletes it all the same`;
    for (const one of [
      leftoverVolume(volume('vol-1', { [key]: 'x' })),
      leftoverSnapshot(snapshot('snap-1', { [key]: 'x' })),
    ]) {
      expect(whyKept(one, rulesOf(), now)).toEqual({ word: 'Kubernetes', reason });
      expect(whyKept(one, { ...rulesOf(), includeKubernetes: true }, now)).toBeUndefined();
    }
  });

  test('what is protected, or in use, is kept even where those of Kubernetes are wanted', () => {
    const rules = { ...rulesOf(), includeKubernetes: true };
    const tags = { CSIVolumeName: 'pvc-1', 'exops:protected': '' };
    expect(whyKept(leftoverVolume(volume('vol-1', tags)), rules, now)?.word).toBe('protected');
    expect(whyKept(leftoverVolume(volume('vol-1', {}, { instanceIds: ['i-1'] })), rules, now)?.word).toBe(
      'in use',
    );
  });

  test('an address at something, whose age nobody knows', () => {
    const at = (rest: object) => why(leftoverAddress(address('eipalloc-1', {}, rest)));
    expect(at({ instanceId: 'i-1', networkInterfaceId: 'eni-1' })).toBe('it is in use: associated with i-1');
    expect(at({ networkInterfaceId: 'eni-1' })).toBe('it is in use: associated with eni-1');
    expect(at({ tags: new Map([['exops:protected', 'yes']]) })).toBe(
      'it is protected by its tag exops:protected',
    );
  });

  test('a log group by its tags, where they are known', () => {
    const tags = new Map([['exops:protected', 'true']]);
    expect(why(leftoverLogGroup(logGroup('dev', { tags })))).toBe(
      'it is protected by its tag exops:protected',
    );
  });

  test('nothing for its age when any age will do', () => {
    expect(why(leftoverVolume(volume('vol-1', {}, { createdAt: now })), 0)).toBeUndefined();
    expect(why(leftoverVolume(volume('vol-1', {}, { createdAt: undefined })), 0)).toBeUndefined();
  });
});

describe('what is meant', () => {
  const named = (name: string) => leftoverVolume(volume('vol-1', { Name: name, Team: 'web' }));

  test('by the beginning of its name', () => {
    const { selection } = rulesOf({ prefixes: ['dev-', 'test-'] });
    expect(['dev-a', 'test-a', 'a-dev-', 'Dev-a', ''].map((name) => matches(named(name), selection))).toEqual(
      [...[true, true, false, false, false]],
    );
    expect(matches(leftoverVolume(volume('dev-1', {})), selection)).toBe(false);
  });

  test('by all of the tags', () => {
    const by = (tags: Record<string, string>, prefixes: string[] = []) =>
      matches(named('dev-a'), { prefixes, tags });
    expect(by({ Team: 'web' })).toBe(true);
    expect(by({ Team: 'web', Name: 'dev-a' })).toBe(true);
    expect(by({ Team: 'we' })).toBe(false);
    expect(by({ Team: 'web', env: '' })).toBe(false);
    expect(by({ Team: 'web' }, ['test-'])).toBe(false);
  });

  test('of a log group also what stands behind the folder of its service', () => {
    const { selection } = rulesOf();
    const meant = (name: string) => matches(leftoverLogGroup(logGroup(name)), selection);
    expect(meant('dev-app')).toBe(true);
    expect(meant('/aws/rds/instance/dev-mysql/error')).toBe(true);
    expect(meant('/aws/eks/dev-cluster/cluster')).toBe(true);
    expect(meant('/aws/rds/dev-mysql')).toBe(false);
    expect(meant('/own/dev-app')).toBe(false);
  });

  test('no log group by tags that are not known', () => {
    expect(
      matches(leftoverLogGroup(logGroup('dev-app')), { prefixes: ['dev-'], tags: { Team: 'web' } }),
    ).toBe(false);
  });
});

test('an age is said in the largest unit that fits twice', () => {
  const minute = 60_000;
  const said = [0, 1, 119, 120, 47 * 60, 48 * 60, 1_440 * 400].map((minutes) => sayAge(minutes * minute));
  expect(said).toEqual(['0 minutes', '1 minute', '119 minutes', '2 hours', '47 hours', '2 days', '400 days']);
});

test('in a column both are short', () => {
  const minute = 60_000;
  expect([1, 12, 300, 1_440 * 34].map((minutes) => shortAge(minutes * minute))).toEqual([
    ...['1 min', '12 min', '5 h', '34 d'],
  ]);
  const word = (rest: Partial<Volume>) =>
    whyKept(leftoverVolume(volume('vol-1', {}, rest)), rulesOf(), now)?.word;
  expect(word({ tags: new Map([['exops:protected', 'yes']]) })).toBe('protected');
  expect(word({ instanceIds: ['i-1'] })).toBe('in use');
  expect(word({ createdAt: now })).toBe('young');
  expect(word({ createdAt: undefined })).toBe('no age');
});
