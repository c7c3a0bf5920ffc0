import { beforeEach, describe, expect, inject, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { type RunOptions, run } from '../../run.js';
import { fillPartition } from './fill-partition.js';

const { bootstrap } = inject('kafka');
let prefix = '';

beforeEach(() => {
  prefix = `imp${Math.random().toString(36).slice(2, 8)}`;
});

/** `P.` stands for this test's prefix. */
async function topics(line: string, options: RunOptions = {}) {
  const own = (text: string) => text.replaceAll('P.', `${prefix}.`);
  const result = await run(own(`topics ${line} --brokers ${bootstrap}`), {
    ...options,
    ...(options.answers === undefined ? {} : { answers: options.answers.map(own) }),
  });
  const named = (text: string) => text.replaceAll(`${prefix}.`, 'P.');
  return { ...result, stdout: named(result.stdout), stderr: named(result.stderr) };
}

const now = (name: string) => describeTopic(bootstrap, `${prefix}.${name}`);

describe('create', () => {
  test('three topics of a shape, in one plan', async () => {
    const result = await topics(
      'create P.a P.b P.c --partitions 2 --replication-factor 1 --set retention.ms=3d --set segment.bytes=64MiB --yes',
    );
    expect(result.stdout).toBe(
      `${['a', 'b', 'c'].map((name) => `  + P.${name}  2 partitions, factor 1\n      retention.ms   3d\n      segment.bytes  64MiB\n`).join('')}
Plan: 3 to create.
`,
    );
    expect(result.stderr).toContain('✓ 3 created, verified in');
    expect(result.code).toBe(0);
    expect(await now('b')).toMatchObject({
      partitions: 2,
      overrides: { 'retention.ms': '259200000', 'segment.bytes': '67108864' },
    });
  });

  test("without numbers, the broker's defaults", async () => {
    const result = await topics('create P.plain', { tty: true, answers: ['y'] });
    expect(result.stdout).toContain("+ P.plain  the cluster's default shape");
    expect(result.code).toBe(0);
    expect(await now('plain')).toMatchObject({ partitions: 1, replicationFactor: 1, overrides: {} });
  });

  test('what is there already is refused, and the others are made', async () => {
    await topics('create P.old --partitions 2 --yes');
    const result = await topics('create P.old P.new --yes');
    expect(result.stdout).toBe(`  + P.new  the cluster's default shape
  ! P.old  refused
        exists already, with 2 partitions, factor 1; --if-not-exists accepts it

Plan: 1 to create, 1 refused.
`);
    expect(result.code).toBe(5);
    expect((await topics('create P.old --yes')).code).toBe(1);
    expect((await topics('create P.old --check')).code).toBe(3);
  });

  test('--if-not-exists takes what is there, says what differs, and changes nothing of it', async () => {
    await topics('create P.old --partitions 2 --set retention.ms=1d --yes');
    const same = await topics('create P.old --partitions 2 --set retention.ms=24h --if-not-exists --yes');
    expect(same).toMatchObject({ code: 0, stdout: 'Nothing to do: 1 topic as asked.\n' });
    const other = await topics(
      'create P.old P.new --partitions 1 --set retention.ms=2d --if-not-exists --yes',
    );
    expect(other.stdout).toContain(
      'there already, and kept with retention.ms 1d (not 2d), partitions 2 (not 1): P.old',
    );
    expect(other.code).toBe(0);
    expect(await now('old')).toMatchObject({ partitions: 2, overrides: { 'retention.ms': '86400000' } });
    expect(await now('new')).toMatchObject({ partitions: 1 });
  });

  test('a setting that nobody here knows is left to the broker, in its own words', async () => {
    const result = await topics('create P.odd --set no.such.key=a=b --yes');
    expect(result.stderr).toContain('✗ P.odd: Unknown topic config name: no.such.key (INVALID_CONFIG)');
    expect(result.code).toBe(1);
  });

  test('more copies than brokers, and in-sync replicas over the copies, are refused in the plan', async () => {
    const wide = await topics('create P.wide --replication-factor 3 --yes');
    expect(wide.stdout).toContain('replication factor 3: only 1 broker lives in this cluster');
    const tight = await topics('create P.tight --set min.insync.replicas=2 --yes');
    expect(tight.stdout).toContain('over the replication factor 1: nobody could write with acks=all');
    expect([wide.code, tight.code]).toEqual([1, 1]);
  });

  test('a name that collides with one that is there', async () => {
    await topics('create P.a.b --yes');
    const result = await topics('create P.a_b --yes');
    expect(result.stdout).toContain('its name collides with the topic "P.a.b"');
    expect(result.code).toBe(1);
  });
});

describe('alter', () => {
  test('only what is named changes, and the plan shows before and after', async () => {
    await topics('create P.orders --partitions 2 --set retention.ms=1d --set segment.ms=1h --yes');
    const result = await topics('alter P.orders --partitions 4 --set retention.ms=2d --yes');
    expect(result.stdout).toContain('partitions    2 → 4');
    expect(result.stdout).toContain('retention.ms  1d → 2d');
    expect(result.stdout).not.toContain('segment.ms');
    expect(result.code).toBe(0);
    expect(await now('orders')).toMatchObject({
      partitions: 4,
      overrides: { 'retention.ms': '172800000', 'segment.ms': '3600000' },
    });
    expect(await topics('alter P.orders --partitions 4 --check')).toMatchObject({
      code: 0,
      stdout: 'Nothing to do: 1 topic as asked.\n',
    });
  });

  test('fewer partitions are refused', async () => {
    await topics('create P.orders --partitions 3 --yes');
    const result = await topics('alter P.orders --partitions 2 --yes');
    expect(result.stdout).toContain(
      "partitions  3 → 2  Kafka can't remove partitions; recreate the topic or keep 3",
    );
    expect(result.code).toBe(1);
    expect((await now('orders'))?.partitions).toBe(3);
  });

  test('a setting goes back to the default, and one that is not set is no change', async () => {
    await topics('create P.orders --set max.message.bytes=2MiB --yes');
    const result = await topics('alter P.orders --unset max.message.bytes --unset segment.ms --yes');
    expect(result.stdout).toContain("max.message.bytes  2MiB → removed  the cluster's default takes effect");
    expect(result.stdout).not.toContain('segment.ms');
    expect(result.code).toBe(0);
    expect((await now('orders'))?.overrides).toEqual({});
  });

  test('a shorter retention wants the name typed, and says what is there', async () => {
    await topics('create P.orders --set retention.ms=7d --yes');
    await fillPartition(bootstrap, { topic: `${prefix}.orders`, timestamps: [Date.now(), Date.now()] });
    const yes = await topics('alter P.orders --set retention.ms=1d --yes');
    expect(yes).toMatchObject({ code: 2 });
    expect(yes.stderr).toContain('--confirm "P.orders"');
    const typed = await topics('alter P.orders --set retention.ms=1d', { tty: true, answers: ['P.orders'] });
    expect(typed.stdout).toMatch(/deletes what is older than 1d; there now: \d+ B in 2 records/);
    expect(typed.code).toBe(0);
  });

  test('a pattern means the topics that match it, and names that are not there are refused', async () => {
    await topics('create P.dlq.a P.dlq.b P.main --yes');
    const result = await topics('alter P.dlq.* P.none P.no* --set retention.ms=14d --yes');
    expect(result.stdout).toContain('~ P.dlq.a\n      retention.ms  7d → 14d\n  ~ P.dlq.b');
    expect(result.stdout).toContain('! P.none   refused\n        no such topic, or no right to see it');
    expect(result.stdout).toContain('! P.no*    refused\n        no topic matches it');
    expect(result.code).toBe(5);
    expect((await now('main'))?.overrides).toEqual({});
    expect((await topics('alter P.none --partitions 3 --yes')).code).toBe(1);
    expect(await now('none')).toBeUndefined();
  });

  test('a setting that nobody here knows is left to the broker', async () => {
    await topics('create P.orders --yes');
    const result = await topics('alter P.orders --set no.such.key=1 --yes');
    expect(result.stdout).toContain('no.such.key  1');
    expect(result.stderr).toContain('Unknown topic config name: no.such.key (INVALID_CONFIG)');
    expect(result.code).toBe(1);
  });
});

describe('delete', () => {
  test('a pattern, with what is in each and who reads it, after the count was typed', async () => {
    await topics('create P.a P.b P.keep --partitions 1 --yes');
    await kafkaTool(bootstrap, 'console-producer', ['--topic', `${prefix}.a`], { input: 'x\ny\n' });
    await kafkaTool(bootstrap, 'consumer-groups', [
      ...['--reset-offsets', '--to-earliest', '--execute'],
      ...['--group', `${prefix}.readers`, '--topic', `${prefix}.a`],
    ]);
    const result = await topics('delete P.?', { tty: true, answers: ['2 topics'] });
    expect(result.stdout).toMatch(
      /- P\.a {2}1 partition, factor 1\n {8}caution: holds \d+ B in 2 records\n {8}caution: read by P\.readers\n/,
    );
    expect(result.stdout).toContain('- P.b  1 partition, factor 1\n        caution: holds nothing\n');
    expect(result.stdout).toContain('Plan: 2 to delete (destructive).');
    expect(result.stderr).toContain('✓ 2 deleted, verified in');
    expect(result.code).toBe(0);
    expect([await now('a'), await now('b')]).toEqual([undefined, undefined]);
    expect(await now('keep')).toBeDefined();
  });

  test('a name, by the words of a script; another answer deletes nothing', async () => {
    await topics('create P.a P.b --yes');
    const wrong = await topics('delete P.a P.b --confirm "3 topics"');
    expect(wrong.stderr).toContain('This plan needs: --confirm "2 topics"');
    expect(wrong.code).toBe(2);
    expect((await topics('delete P.a --yes')).code).toBe(2);
    const right = await topics('delete P.a -o json --confirm P.a');
    expect(right.code).toBe(0);
    expect(JSON.parse(right.stdout)).toMatchObject({
      plan: { changes: [{ kind: 'topic', name: 'P.a', action: 'delete', severity: 'destructive' }] },
      outcomes: [{ name: 'P.a', status: 'done' }],
      exitCode: 0,
    });
    expect(await now('b')).toBeDefined();
  });

  test('what is not there is refused, unless that is no failure', async () => {
    const missing = await topics('delete P.none P.no*');
    expect(missing.stdout).toBe(`  ! P.none  refused
        no such topic, or no right to see it
  ! P.no*   refused
        no topic matches it; internal ones are deleted by their full names only

Plan: 2 refused.
`);
    expect(missing.code).toBe(1);
    const accepted = await topics('delete P.none P.no* --if-exists');
    expect(accepted).toMatchObject({ code: 0, stdout: '    not there: P.none, P.no*\nNothing to do.\n' });
  });

  test('internal topics match no pattern, and go by their full name and --internal only', async () => {
    const name = `__${prefix}`;
    await kafkaTool(bootstrap, 'topics', ['--create', '--topic', name]);
    const matched = await topics(`delete __${prefix}* *${prefix} --internal`);
    expect(matched.stdout).toContain('Plan: 2 refused.');
    expect(matched.code).toBe(1);
    const unasked = await topics(`delete ${name}`);
    expect(unasked).toMatchObject({ code: 2, stdout: '' });
    expect(unasked.stderr).toContain(`"${name}" is an internal topic, which exops doesn't change.`);
    const result = await topics(`delete ${name} --internal --confirm ${name}`);
    expect(result.stdout).toContain('caution: an internal topic: what Kafka, or a tool, keeps in it is lost');
    expect(result.code).toBe(0);
    expect(await describeTopic(bootstrap, name)).toBeUndefined();
  });
});
