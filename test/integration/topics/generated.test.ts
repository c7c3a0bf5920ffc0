import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { stringify } from 'yaml';
import { describeTopics } from '../../lab/kafka/topic-descriptions.js';
import { run } from '../../run.js';

const { bootstrap } = inject('kafka');

const duration = fc
  .tuple(fc.integer({ min: 1, max: 90 }), fc.constantFrom('h', 'd', 'm', ''))
  .map(([n, unit]) => `${n}${unit}`);
const size = fc
  .tuple(fc.integer({ min: 1, max: 64 }), fc.constantFrom('MiB', 'GiB'))
  .map(([n, unit]) => `${n}${unit}`);

const configs = fc.record(
  {
    'retention.ms': fc.oneof(duration, fc.constant('unlimited')),
    'retention.bytes': fc.oneof(size, fc.constant(-1)),
    'cleanup.policy': fc.constantFrom('delete', 'compact', ['delete', 'compact'], 'compact, delete'),
    'compression.type': fc.constantFrom('zstd', 'LZ4', 'producer', 'uncompressed'),
    'min.cleanable.dirty.ratio': fc.constantFrom(0, 0.25, '0.50', 1),
    'max.message.bytes': fc.constantFrom('1MiB', '2 MiB', 1_000_000),
    'segment.ms': duration,
    'message.timestamp.type': fc.constantFrom('CreateTime', 'LogAppendTime'),
    preallocate: fc.boolean(),
    'unclean.leader.election.enable': fc.boolean(),
    'flush.messages': fc.constantFrom(1, '9223372036854775807'),
  },
  { requiredKeys: [] },
);

const topic = fc.record({ partitions: fc.integer({ min: 1, max: 4 }), configs }, { requiredKeys: [] });

const seed = Date.now() % 1_000_000;

test(`right after an apply the plan is empty, whatever was declared (seed ${seed})`, async () => {
  const [before = [], after = []] = fc.sample(fc.array(topic, { minLength: 25, maxLength: 25 }), {
    numRuns: 2,
    seed,
  });
  const names = before.map((_, index) => `generated.${seed}.${index}`);
  const manifest = (topics: readonly object[], mode: string) =>
    stringify({
      version: 1,
      configs: mode,
      topics: Object.fromEntries(names.map((name, index) => [name, topics[index]])),
    });
  const sync = (input: string, flags: string) =>
    run(`topics sync - --brokers ${bootstrap} ${flags}`, { input });

  const created = await sync(manifest(before, 'keep'), '--yes');
  expect(created.code, created.stderr).toBe(0);
  expect(await sync(manifest(before, 'keep'), '--check')).toMatchObject({ code: 0 });

  // What was created first is brought to another state, as far as Kafka allows it, removing what isn't named.
  const other = manifest(
    after.map(({ configs: wanted }) => ({ configs: wanted ?? {} })),
    'exact',
  );
  const plan = JSON.parse((await sync(other, '--dry-run -o json')).stdout).plan;
  const losing = plan.changes.filter(({ severity }: { severity: string }) => severity === 'destructive');
  const words = losing.length === 1 ? losing[0].name : `${losing.length} topics`;
  const changed = await sync(other, losing.length === 0 ? '--yes' : `--confirm "${words}"`);
  expect(changed.code, changed.stderr).toBe(0);
  expect(await sync(other, '--check')).toMatchObject({ code: 0 });

  const topics = await describeTopics(bootstrap);
  for (const [index, name] of names.entries()) {
    expect(topics.get(name)?.partitions, name).toBe(before[index]?.partitions ?? 1);
    const wanted = Object.keys(after[index]?.configs ?? {});
    const overrides = Object.keys(topics.get(name)?.overrides ?? {});
    expect(
      overrides.filter((key) => !wanted.includes(key)),
      name,
    ).toEqual([]);
  }
});
