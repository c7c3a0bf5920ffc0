import { beforeEach, describe, expect, inject, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { type RunOptions, run } from '../../run.js';
import { fillPartition } from './fill-partition.js';

const { bootstrap } = inject('kafka');
const hour = 3_600_000;
let prefix = '';

beforeEach(() => {
  prefix = `trim${Math.random().toString(36).slice(2, 8)}`;
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

/** Records of the last hours: one each, the oldest first. */
const fill = (name: string, hours: readonly number[], partition = 0) =>
  fillPartition(bootstrap, {
    topic: `${prefix}.${name}`,
    partition,
    timestamps: hours.map((ago) => Date.now() - ago * hour),
  });

/** Where each partition begins, as Kafka's own tool sees it. */
async function begins(name: string): Promise<string[]> {
  const offsets = await kafkaTool(bootstrap, 'get-offsets', [
    ...['--topic', `${prefix}.${name}`, '--time', '-2'],
  ]);
  return offsets
    .trim()
    .split('\n')
    .map((line) => line.split(':').slice(1).join(':'))
    .sort();
}

describe('trim', () => {
  test('by time: what is older goes, partition by partition, and only after the name was typed', async () => {
    await topics('create P.events --partitions 3 --yes');
    await fill('events', [50, 40, 30, 2, 1], 0);
    await fill('events', [3, 2, 1], 1);
    const yes = await topics('trim P.events --before 1d --yes');
    expect(yes.code).toBe(2);
    expect(yes.stderr).toContain('--confirm "P.events"');
    const result = await topics('trim P.events --before 1d', { tty: true, answers: ['P.events'] });
    expect(result.stdout).toMatch(
      /~ P\.events {2}loses records before \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\n {6}partition 0 {2}0 → 3 {2}3 records, about \d+ B\n/,
    );
    expect(result.stdout).toMatch(/caution: deletes 3 of 8 records, about \d+ B\n/);
    expect(result.stdout).not.toContain('partition 1');
    expect(result.stderr).toContain('✓ 1 changed, verified in');
    expect(result.code).toBe(0);
    expect(await begins('events')).toEqual(['0:3', '1:0', '2:0']);
    const again = await topics('trim P.events --before 1d --check');
    expect(again.code).toBe(0);
    expect(again.stdout).toMatch(/^Nothing to do: 1 topic without records before .* UTC\.\n$/);
  });

  test('by a moment at which every record is older, all of them go', async () => {
    await topics('create P.events --yes');
    await fill('events', [50, 40]);
    const moment = new Date(Date.now() - hour).toISOString();
    expect((await topics(`trim P.events --before ${moment} --confirm P.events`)).code).toBe(0);
    expect(await begins('events')).toEqual(['0:2']);
  });

  test('by offset, of one partition; past an end it is refused', async () => {
    await topics('create P.events --partitions 2 --yes');
    await fill('events', [3, 2, 1], 0);
    await fill('events', [3], 1);
    const short = await topics('trim P.events --before 2 --confirm P.events');
    expect(short.stdout).toContain(
      'partition 1 ends at 1, before offset 2; --partition trims one, --all empties it',
    );
    expect(short.code).toBe(1);
    const result = await topics('trim P.events --partition 0 --before 2 --confirm P.events');
    expect(result.stdout).toContain('loses records before offset 2 of partition 0');
    expect(result.code).toBe(0);
    expect(await begins('events')).toEqual(['0:2', '1:0']);
    const absent = await topics('trim P.events --partition 7 --all');
    expect(absent.stdout).toContain('it has no partition 7');
  });

  test('all of several topics, with the groups that have not read them yet', async () => {
    await topics('create P.a P.b --yes');
    await fill('a', [2, 1]);
    await fill('b', [1]);
    await kafkaTool(bootstrap, 'consumer-groups', [
      ...['--reset-offsets', '--to-offset', '1', '--execute'],
      ...['--group', `${prefix}.slow`, '--topic', `${prefix}.a`],
    ]);
    const result = await topics('trim P.a P.b --all -o json --confirm "2 topics"');
    expect(result.code).toBe(0);
    const { plan, outcomes } = JSON.parse(result.stdout);
    expect(plan.changes[0]).toMatchObject({
      kind: 'topic',
      name: 'P.a',
      action: 'change',
      severity: 'destructive',
      summary: 'loses all records',
      fields: [{ name: 'partition 0', before: '0', after: '2' }],
    });
    expect(plan.changes[0].cautions).toContain('not yet read by P.slow');
    expect(outcomes).toEqual([
      { kind: 'topic', name: 'P.a', status: 'done' },
      { kind: 'topic', name: 'P.b', status: 'done' },
    ]);
    expect([await begins('a'), await begins('b')]).toEqual([['0:2'], ['0:1']]);
    const again = await topics('trim P.a P.b --all');
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to do: 2 topics empty already.\n' });
  });

  test('what producers write while a person reads the plan stays', async () => {
    await topics('create P.busy --yes');
    await fill('busy', [2, 1]);
    const result = await topics('trim P.busy --all', {
      tty: true,
      answers: ['P.busy'],
      onQuestion: () => fill('busy', [0, 0, 0]),
    });
    expect(result.code).toBe(0);
    expect(await begins('busy')).toEqual(['0:2']);
  });

  test('a compacted topic is refused, one that deletes too is trimmed', async () => {
    await topics('create P.compacted --set cleanup.policy=compact --yes');
    await topics('create P.both --set cleanup.policy=compact,delete --yes');
    await kafkaTool(
      bootstrap,
      'console-producer',
      [
        ...['--topic', `${prefix}.both`],
        ...['--property', 'parse.key=true', '--property', 'key.separator=:'],
      ],
      { input: 'k:1\nl:2\n' },
    );
    const result = await topics('trim P.compacted P.both --all --confirm P.both');
    expect(result.stdout).toContain(
      '! P.compacted  refused\n        its cleanup.policy is compact: Kafka trims only',
    );
    expect(result.code).toBe(5);
    expect(await begins('both')).toEqual(['0:2']);
  });

  test('a topic that is not there', async () => {
    const result = await topics('trim P.none --all');
    expect(result.stdout).toContain('no such topic, or no right to see it');
    expect(result.code).toBe(1);
  });
});
