import { describe, expect, test } from 'vitest';
import { askedState } from '../../../../src/lib/topics/imperative/asked-topics.js';
import { planAlteration } from '../../../../src/lib/topics/imperative/plan-alteration.js';
import { planCreation } from '../../../../src/lib/topics/imperative/plan-creation.js';
import { planDeletion } from '../../../../src/lib/topics/imperative/plan-deletion.js';
import { brokers, cluster, topic, undescribed } from '../builders.js';

const nothing = { partitions: undefined, replicationFactor: undefined, configs: {} };
const shape = (over: object) => ({ ...nothing, ...over });

describe('create', () => {
  const create = (names: string[], over: object, observed = cluster(), ifNotExists = false) =>
    planCreation(askedState(names, shape(over)), observed, { ifNotExists });

  test('asks the broker for its defaults, and sends settings that nobody here knows', () => {
    const known = cluster({ topics: [topic({ name: 'other' })] });
    const plan = create(['a'], { configs: { 'no.such.key': 'x' } }, known);
    expect(plan.changes.map(({ work }) => work)).toEqual([
      { create: { partitions: -1, replicationFactor: -1, configs: { 'no.such.key': 'x' } } },
    ]);
    expect(plan.notices).toEqual([]);
  });

  test('refuses what is there, whatever its shape', () => {
    const plan = create(['orders', 'a'], {}, cluster({ topics: [topic()] }));
    expect(plan.changes.map(({ name }) => name)).toEqual(['a']);
    expect(plan.refusals).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        reason: 'exists already, with 3 partitions, factor 1; --if-not-exists accepts it',
      },
    ]);
    expect(plan.unchanged).toBe(0);
  });

  test('accepts what is there and as asked, defaults included', () => {
    const plan = create(
      ['orders'],
      { configs: { 'retention.ms': '604800000' } },
      cluster({ topics: [topic()] }),
      true,
    );
    expect(plan).toMatchObject({ changes: [], refusals: [], notices: [], unchanged: 1, wanted: 'as asked' });
  });

  test('names what differs, what could be changed and what could not, and keeps it', () => {
    const there = topic({ overrides: { 'segment.ms': '5' } });
    const asked = {
      partitions: 2,
      replicationFactor: 2,
      configs: { 'retention.ms': '86400000', 'no.such': 'x' },
    };
    const plan = create(['orders'], asked, cluster({ topics: [there], brokers: brokers(2) }), true);
    expect(plan).toMatchObject({ changes: [], refusals: [], unchanged: 0 });
    expect(plan.notices).toEqual([
      {
        kind: 'differs',
        text: 'there already, and kept with replication factor 1 (not 2), retention.ms 7d (not 1d), no.such unset (not x), partitions 3 (not 2)',
        names: ['orders'],
      },
    ]);
  });

  test('says why it could not compare', () => {
    const plan = create(
      ['orders'],
      { configs: { 'retention.ms': '5' } },
      cluster({ topics: [undescribed('orders')] }),
      true,
    );
    expect(plan.notices[0]?.text).toBe('there already, and kept with its settings could not be read');
  });
});

describe('alter', () => {
  const alter = (
    over: object,
    observed = cluster({ topics: [topic()] }),
    names = ['orders'],
    unmatched: string[] = [],
  ) => planAlteration({ cluster: observed, names, unmatched }, shape(over), undefined);

  test('only what is named changes, and what is set besides is no news', () => {
    const there = topic({ overrides: { 'max.message.bytes': '5', 'retention.ms': '604800000' } });
    const plan = alter({ configs: { 'retention.ms': '691200000' } }, cluster({ topics: [there] }));
    expect(plan.changes.map(({ work }) => work)).toEqual([
      { settings: [{ operation: 'set', key: 'retention.ms', value: '691200000' }] },
    ]);
    expect(plan.notices).toEqual([]);
  });

  test('a removal is destructive where the default may be lower, and none where nothing is set', () => {
    const there = topic({ overrides: { 'retention.ms': '1000' } });
    const plan = alter(
      { removes: ['retention.ms', 'segment.ms', 'max.message.bytes'] },
      cluster({ topics: [there] }),
    );
    expect(plan.changes).toMatchObject([
      {
        severity: 'destructive',
        fields: [{ name: 'retention.ms', before: '1000', after: null }],
        work: { settings: [{ operation: 'delete', key: 'retention.ms' }] },
      },
    ]);
    expect(alter({ removes: ['segment.ms'] })).toMatchObject({ changes: [], unchanged: 1 });
  });

  test('a removal says what takes its place', () => {
    const there = topic({ overrides: { 'max.message.bytes': '5' } });
    const plan = alter({ removes: ['max.message.bytes'] }, cluster({ topics: [there] }));
    expect(plan.changes[0]).toMatchObject({
      severity: 'safe',
      fields: [{ note: "the cluster's default takes effect" }],
    });
  });

  test('a removal needs the settings to be read', () => {
    const plan = alter({ removes: ['retention.ms'] }, cluster({ topics: [undescribed('orders')] }));
    expect(plan.refusals).toMatchObject([{ reason: 'its settings could not be read' }]);
  });

  test('a removal of what no topic has is refused; Redpanda need not show what it has', () => {
    const there = topic({ name: 'orders' });
    const wish = { removes: ['retention.mz'] };
    expect(alter(wish, cluster({ topics: [there] })).refusals).toEqual([
      {
        kind: 'topic',
        name: 'orders',
        reason: 'no setting retention.mz in this cluster (did you mean "retention.ms"?)',
      },
    ]);
    expect(alter(wish, cluster({ topics: [there], kind: 'redpanda' })).refusals).toEqual([]);
    const more = alter({ ...wish, partitions: 9 }, cluster({ topics: [there] }));
    expect(more).toMatchObject({ changes: [], unchanged: 0, refusals: [{ name: 'orders' }] });
  });

  test('a topic that is nearly there is proposed', () => {
    const plan = alter({ partitions: 9 }, cluster({ topics: [topic({ name: 'order' })] }));
    expect(plan.refusals).toMatchObject([
      { name: 'orders', reason: 'no such topic, or no right to see it; did you mean order?' },
    ]);
  });

  test('a topic that is not there is never made', () => {
    const plan = alter({ partitions: 9 }, cluster(), ['orders'], ['dlq.*']);
    expect(plan.changes).toEqual([]);
    expect(plan.refusals).toEqual([
      { kind: 'topic', name: 'orders', reason: 'no such topic, or no right to see it' },
      { kind: 'topic', name: 'dlq.*', reason: 'no topic matches it' },
    ]);
  });

  test('a topic that may not be read is a missing right', () => {
    const plan = alter({ configs: { 'retention.ms': '5' } }, cluster({ denied: ['orders'] }));
    expect(plan.refusals).toMatchObject([{ name: 'orders', access: true }]);
  });

  test('a setting that the topic does not show is sent', () => {
    const plan = alter({ configs: { 'no.such.key': 'x' } });
    expect(plan.changes[0]).toMatchObject({
      fields: [{ name: 'no.such.key', before: null, after: 'x' }],
      work: { settings: [{ operation: 'set', key: 'no.such.key', value: 'x' }] },
    });
  });
});

describe('delete', () => {
  const observed = cluster({ topics: ['a', 'b.c', 'b.d', '__offsets'].map(undescribed) });
  const remove = (patterns: string[], over: { ifExists?: boolean; internal?: string[] } = {}) =>
    planDeletion(
      { patterns, internal: new Set(over.internal ?? []), ifExists: over.ifExists === true },
      observed,
    );
  const gone = (plan: ReturnType<typeof remove>) =>
    plan.changes.map(({ name, action }) => `${action} ${name}`);

  test('takes what the names and patterns mean, each once, and nothing internal', () => {
    expect(gone(remove(['b.*', 'b.c', 'a']))).toEqual(['delete a', 'delete b.c', 'delete b.d']);
    expect(gone(remove(['*']))).toEqual(['delete a', 'delete b.c', 'delete b.d']);
    expect(remove(['*']).refusals).toEqual([]);
  });

  test('takes an internal one that is named, with a caution, and no other by a pattern beside it', () => {
    const plan = remove(['__offsets', '__*'], { internal: ['__offsets'] });
    expect(gone(plan)).toEqual(['delete __offsets']);
    expect(plan.changes[0]?.cautions).toContain(
      'an internal topic: what Kafka, or a tool, keeps in it is lost to all who rely on it',
    );
    expect(plan.refusals.map(({ name }) => name)).toEqual(['__*']);
    expect(gone(remove(['*'], { internal: [] }))).not.toContain('delete __offsets');
  });

  test('refuses what is not there, or only says so', () => {
    expect(remove(['zz', 'z*']).refusals).toEqual([
      { kind: 'topic', name: 'zz', reason: 'no such topic, or no right to see it' },
      {
        kind: 'topic',
        name: 'z*',
        reason: 'no topic matches it; internal ones are deleted by their full names only',
      },
    ]);
    expect(remove(['zz', 'z*'], { ifExists: true })).toMatchObject({
      refusals: [],
      changes: [],
      notices: [{ kind: 'absent', text: 'not there', names: ['zz', 'z*'] }],
    });
  });
});
