import { describe, expect, test } from 'vitest';
import { addToHistory, type KeyChange, readHistory } from '../../../src/lib/bootstrap/history.js';
import { type LastWrite, lastWriteOf } from '../../../src/lib/bootstrap/last-write.js';
import { startedWith } from '../../../src/lib/k8s-status/started-with.js';
import { timelineOf } from '../../../src/lib/k8s-status/timeline.js';
import { at } from './builders.js';

const ours = (time: string): LastWrite => ({ by: 'exops', second: at(time), isExact: false, isOurs: true });
const note = (time: string, value: string, rest: Partial<KeyChange> = {}): KeyChange => ({
  ...{ at: `2026-11-21T${time}Z`, by: 'kim', value },
  ...rest,
});
const first = note('12:00:00', 'a:1', { before: 'z:1', since: '2026-11-21T09:00:00Z', isOthers: true });

function judge(now: string | null, notes: readonly KeyChange[], write: LastWrite, time: string) {
  const { state, value } = startedWith(timelineOf(now, notes, write), { second: at(time), stamp: undefined });
  return [state, value];
}

describe('without a history', () => {
  const byHand = { by: 'kubectl-patch', second: at('13:00:00'), isOurs: false };

  test.each([
    ['12:59:59', true, ['out of date', undefined]],
    ['12:59:59', false, ['uncertain', undefined]],
    ['13:00:00', true, ['uncertain', undefined]],
    ['13:00:02', false, ['current', 'a:1']],
  ])('a start at %s, exact %s', (time, isExact, said) => {
    expect(judge('a:1', [], { ...byHand, isExact }, time)).toEqual(said);
  });

  test('a value that is no list of hosts is current, and not shown', () => {
    expect(judge('hunter2', [], { ...byHand, isExact: true }, '13:10:00')).toEqual(['current', undefined]);
  });

  test('where nobody owns the key, nothing is known', () => {
    const nobody = { by: '', second: undefined, isExact: false, isOurs: false };
    expect(judge('a:1', [], nobody, '13:10:00')).toEqual(['uncertain', undefined]);
    expect(judge(null, [], nobody, '13:10:00')).toEqual(['uncertain', undefined]);
  });
});

describe('a clock that is not the server’s', () => {
  test('is corrected by the time of the write where that is close', () => {
    const notes = [first, note('13:00:04', 'b:1', { before: 'a:1', since: '2026-11-21T12:00:00Z' })];
    expect(judge('b:1', notes, ours('13:00:00'), '12:59:59')).toEqual(['out of date', 'a:1']);
    expect(judge('b:1', notes, ours('13:00:00'), '13:00:02')).toEqual(['current', 'b:1']);
  });

  test('that ran ahead leaves the time open since the change before', () => {
    const notes = [first, note('14:00:00', 'b:1', { before: 'a:1', since: '2026-11-21T12:00:00Z' })];
    expect(judge('b:1', notes, ours('13:00:00'), '12:30:00')).toEqual(['uncertain', undefined]);
    expect(judge('b:1', notes, ours('13:00:00'), '11:00:00')).toEqual(['out of date', 'z:1']);
    expect(judge('b:1', notes, ours('13:00:00'), '13:00:02')).toEqual(['current', 'b:1']);
  });
});

describe('somebody else in between', () => {
  test('after the last note, the time since is open', () => {
    const write = { by: 'helm', second: at('15:00:00'), isExact: false, isOurs: false };
    expect(judge('c:1', [first], write, '11:00:00')).toEqual(['out of date', 'z:1']);
    expect(judge('c:1', [first], write, '14:00:00')).toEqual(['uncertain', undefined]);
    expect(judge('c:1', [first], write, '15:00:02')).toEqual(['current', 'c:1']);
    expect(judge('a:1', [first], write, '14:00:00')).toEqual(['uncertain', undefined]);
  });

  test('who put the value back leaves open what it was until then', () => {
    const second = note('14:00:00', 'b:1', { before: 'a:1', since: '2026-11-21T13:00:00Z', isOthers: true });
    expect(judge('b:1', [first, second], ours('14:00:00'), '12:30:00')).toEqual(['out of date', undefined]);
    expect(judge('b:1', [first, second], ours('14:00:00'), '13:30:00')).toEqual(['out of date', 'a:1']);
  });

  test('before a note, what it replaced is known from then on', () => {
    const second = note('14:00:00', 'b:1', { before: 'x:1', since: '2026-11-21T13:00:00Z', isOthers: true });
    expect(judge('b:1', [first, second], ours('14:00:00'), '12:30:00')).toEqual(['out of date', undefined]);
    expect(judge('b:1', [first, second], ours('14:00:00'), '13:30:00')).toEqual(['out of date', 'x:1']);
  });
});

test('a change that was finished later: its pods have it, others from when it was written', () => {
  const stamp = '2026-11-21T12:30:00.000Z';
  const late = note('13:30:00', 'b:1', { stamp, before: 'a:1', since: '2026-11-21T12:00:00Z' });
  const timeline = timelineOf('b:1', [first, late], ours('13:30:00'));
  expect(startedWith(timeline, { second: at('13:00:00'), stamp: undefined })).toMatchObject({
    ...{ state: 'out of date', value: 'a:1' },
  });
  expect(startedWith(timeline, { second: at('13:30:00'), stamp })).toMatchObject({ state: 'current' });
});

test('a value that came back is today’s, whenever it was', () => {
  const back = note('13:00:00', 'z:1', { before: 'a:1', since: '2026-11-21T12:00:00Z' });
  expect(judge('z:1', [first, back], ours('13:00:00'), '10:00:00')).toEqual(['current', 'z:1']);
  expect(judge('z:1', [first, back], ours('13:00:00'), '12:30:00')).toEqual(['out of date', 'a:1']);
});

describe('the last write', () => {
  const owner = (manager: string, time: string, keys: object, more: object = {}) => ({
    ...{ manager, operation: 'Update', time: `2026-11-21T${time}Z` },
    fieldsV1: { 'f:data': keys, ...more },
  });

  test('is that of the key’s latest owner', () => {
    const fields = [
      owner('kubectl-create', '12:00:00', { '.': {}, 'f:PASSWORD': {} }, { 'f:type': {} }),
      owner('argocd-controller', '13:00:00', { 'f:A': {} }),
      owner('exops', '12:30:00', { 'f:A': {} }),
    ];
    expect(lastWriteOf(fields, 'A')).toEqual({
      ...{ by: 'argocd-controller', second: at('13:00:00'), isExact: false, isOurs: true },
    });
    expect(lastWriteOf(fields, 'PASSWORD')).toMatchObject({ isExact: true, isOurs: false });
    expect(lastWriteOf(fields, 'B')).toMatchObject({ by: '', second: undefined });
  });

  test('is exact only where its owner wrote nothing else', () => {
    expect(lastWriteOf([owner('a', '12:00:00', { 'f:A': {}, 'f:B': {} })], 'A').isExact).toBe(false);
    const annotated = owner('a', '12:00:00', { 'f:A': {} }, { 'f:metadata': {} });
    expect(lastWriteOf([annotated], 'A').isExact).toBe(false);
  });
});

describe('a history that begins later than a pod', () => {
  /** Somebody changed b to c; exops noted what came after, and no more what it wrote before. */
  const begun = [
    note('12:00:00', 'b:1', { before: 'c:1', since: '2026-11-21T11:00:00Z' }),
    note('13:00:00', 'c:1', { before: 'b:1', since: '2026-11-21T12:00:00Z' }),
    note('13:10:00', 'b:1', { before: 'c:1', since: '2026-11-21T13:00:00Z' }),
  ];

  test('says nothing for sure of it: it may have today’s value', () => {
    expect(judge('b:1', begun, ours('13:10:00'), '10:00:00')).toEqual(['uncertain', undefined]);
  });

  test('says what is known of the others', () => {
    expect(judge('b:1', begun, ours('13:10:00'), '11:30:00')).toEqual(['out of date', 'c:1']);
    expect(judge('b:1', begun, ours('13:10:00'), '12:30:00')).toEqual(['current', 'b:1']);
  });

  test('is the beginning of all that exops did where somebody else wrote before', () => {
    const [first1, ...others] = begun;
    const notes = [{ ...first1, isOthers: true } as KeyChange, ...others];
    expect(judge('b:1', notes, ours('13:10:00'), '10:00:00')).toEqual(['out of date', undefined]);
  });
});

test('attempts that fail don’t push out what the old pods are known by', () => {
  const before = note('12:00:00', 'a:1', { before: 'z:1', since: '2026-11-21T09:00:00Z', isOthers: true });
  let text = addToHistory(undefined, 'S', before);
  for (let attempt = 1; attempt <= 9; attempt += 1) {
    const [began, back] = [`13:0${attempt}:00`, `13:0${attempt}:30`];
    const last = attempt === 1 ? '12:00:00' : `13:0${attempt - 1}:30`;
    text = addToHistory(text, 'S', note(began, 'b:1', { before: 'a:1', since: `2026-11-21T${last}Z` }));
    text = addToHistory(text, 'S', note(back, 'a:1', { before: 'b:1', since: `2026-11-21T${began}Z` }));
  }
  const history = readHistory(text);
  const notes = 'problem' in history ? [] : (history.get('S') ?? []);
  expect(judge('a:1', notes, ours('13:09:30'), '12:30:00')).toEqual(['current', 'a:1']);
  expect(judge('a:1', notes, ours('13:09:30'), '11:00:00')).toEqual(['out of date', 'z:1']);
  expect(judge('a:1', notes, ours('13:09:30'), '13:05:10')).toEqual(['out of date', 'b:1']);
});

describe('a pod that was made after the value came back, and started at once', () => {
  const back = note('13:00:00', 'z:1', { before: 'a:1', since: '2026-11-21T12:00:00Z' });
  const started = (madeAt: string) =>
    startedWith(timelineOf('z:1', [first, back], ours('13:00:00')), {
      ...{ second: at('13:00:01'), stamp: undefined, madeAt: at(madeAt) },
    }).state;

  test('is current when the server made it in a later second', () => {
    expect(started('13:00:01')).toBe('current');
    expect(started('13:00:00')).toBe('uncertain');
    expect(started('12:59:00')).toBe('uncertain');
  });
});

test('a restart soon after the change: its pods have the value, and the others are judged by the change alone', () => {
  const made = note('13:00:00', 'a:1', { before: 'z:1', since: '2026-11-21T09:00:00Z', isOthers: true });
  const restart = note('13:00:05', 'a:1', { before: 'a:1', since: '2026-11-21T13:00:00Z' });
  const timeline = timelineOf('a:1', [made, { ...restart, stamp: 'S' }], ours('13:00:05'));
  const state = (time: string, stamp?: string) => startedWith(timeline, { second: at(time), stamp }).state;
  expect(state('13:00:05', 'S')).toBe('current');
  expect(state('13:00:03')).toBe('current');
  expect(state('13:00:01')).toBe('uncertain');
  expect(state('12:59:50')).toBe('out of date');
});
