import { beforeEach, expect, inject, test } from 'vitest';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, type RunOptions, run } from '../../run.js';

const { bootstrap } = inject('kafka');
let prefix = '';
let count = 0;

beforeEach(() => {
  count += 1;
  prefix = `rules${count}-${Math.random().toString(36).slice(2, 8)}`;
});

/** Runs `topics sync` on a manifest with the given lines under `topics:`, `P.` standing for this test's prefix. */
async function sync(body: string, flags = '--yes', options: RunOptions = {}) {
  const text = `version: 1\nscope: { include: ["${prefix}.*"] }\n${body}\n`.replaceAll('P.', `${prefix}.`);
  const folder = await folderWith({ 'topics.yaml': text });
  const result = await run(`topics sync ${folder}/topics.yaml --brokers ${bootstrap} ${flags}`, options);
  return { ...result, stdout: result.stdout.replaceAll(`${prefix}.`, 'P.') };
}

const now = (name: string) => describeTopic(bootstrap, `${prefix}.${name}`);

const create = (name: string, ...flags: string[]) =>
  kafkaTool(bootstrap, 'topics', ['--create', '--topic', `${prefix}.${name}`, ...flags]);

test('a missing topic is created with every setting shown, and the next run has nothing to do', async () => {
  const body =
    'topics: { P.orders: { partitions: 3, replicationFactor: 1, configs: { retention.ms: 3d, cleanup.policy: delete, max.message.bytes: 2MiB } } }';
  const first = await sync(body);
  expect(first.stdout).toBe(`  + P.orders  3 partitions, factor 1
      retention.ms       3d
      cleanup.policy     delete
      max.message.bytes  2MiB

Plan: 1 to create.
`);
  expect(first.code).toBe(0);
  expect(await now('orders')).toMatchObject({
    partitions: 3,
    replicationFactor: 1,
    overrides: { 'retention.ms': '259200000', 'cleanup.policy': 'delete', 'max.message.bytes': '2097152' },
  });
  const second = await sync(body, '--check');
  expect(second).toMatchObject({ code: 0, stdout: 'Nothing to do: 1 topic as declared.\n' });
});

test("a topic without numbers gets the cluster's defaults", async () => {
  expect((await sync('topics: { P.plain: }')).code).toBe(0);
  expect(await now('plain')).toMatchObject({ partitions: 1, replicationFactor: 1, overrides: {} });
  expect((await sync('topics: { P.plain: }', '--check')).code).toBe(0);
});

test('partitions are raised with a caution, and more of them than declared are refused', async () => {
  await create('grow', '--partitions', '2');
  const raised = await sync('topics: { P.grow: { partitions: 4 } }');
  expect(raised.stdout).toContain(
    'partitions  2 → 4\n        caution: records with a key go to other partitions',
  );
  expect(raised.code).toBe(0);
  expect((await now('grow'))?.partitions).toBe(4);
  const refused = await sync('topics: { P.grow: { partitions: 3, configs: { retention.ms: 8d } } }');
  expect(refused.stdout).toContain(
    "      partitions  4 → 3  Kafka can't remove partitions; recreate the topic or keep 4",
  );
  expect(refused.stdout).toContain('Plan: 1 to change, 1 refused.');
  expect(refused.code).toBe(5);
  expect(await now('grow')).toMatchObject({ partitions: 4, overrides: { 'retention.ms': '691200000' } });
});

test('a compacted topic is grown only after its name was typed', async () => {
  await create('compacted', '--partitions', '1', '--config', 'cleanup.policy=compact');
  const body = 'topics: { P.compacted: { partitions: 2 } }';
  const withYes = await sync(body, '--yes');
  expect(withYes.code).toBe(2);
  expect(withYes.stderr).toContain(`--confirm "${prefix}.compacted"`);
  expect((await now('compacted'))?.partitions).toBe(1);
  expect((await sync(body, '', { tty: true, answers: [`${prefix}.compacted`] })).code).toBe(0);
  expect((await now('compacted'))?.partitions).toBe(2);
});

test('a factor that the brokers can not give, and more in-sync replicas than copies, are refused', async () => {
  const result = await sync(`topics:
  P.wide: { replicationFactor: 3 }
  P.tight: { replicationFactor: 1, configs: { min.insync.replicas: 2 } }`);
  expect(result.stdout).toContain('replication factor 3: only 1 broker lives in this cluster');
  expect(result.stdout).toContain('over the replication factor 1: nobody could write with acks=all');
  expect(result.code).toBe(1);
  expect(await now('wide')).toBeUndefined();
  expect(await now('tight')).toBeUndefined();
});

test('in-sync replicas equal to the copies are set with a caution', async () => {
  const result = await sync(
    'topics: { P.equal: { replicationFactor: 1, configs: { min.insync.replicas: 1 } } }',
  );
  expect(result.stdout).toContain('caution: min.insync.replicas 1 equals the replication factor');
  expect(result.code).toBe(0);
});

test('settings are compared by meaning: units, order of lists, numbers', async () => {
  await create(
    'same',
    ...['--config', 'retention.ms=259200000', '--config', 'cleanup.policy=compact,delete'],
    ...['--config', 'min.cleanable.dirty.ratio=0.50'],
  );
  const body =
    'topics: { P.same: { configs: { retention.ms: 72h, cleanup.policy: [delete, compact], min.cleanable.dirty.ratio: 0.5 } } }';
  expect(await sync(body, '--check')).toMatchObject({ code: 0 });
});

test('a value in effect by default is unchanged until it is pinned', async () => {
  await create('pin');
  const body = 'topics: { P.pin: { configs: { retention.ms: 7d } } }';
  expect((await sync(body, '--check')).code).toBe(0);
  const pinned = await sync(body, '--pin --yes');
  expect(pinned.stdout).toContain('retention.ms  7d  in effect already; pinned on the topic');
  expect((await now('pin'))?.overrides).toEqual({ 'retention.ms': '604800000' });
  expect((await sync(body, '--pin --check')).code).toBe(0);
});

test('an override that the file does not name is kept and reported, or removed in an exact file', async () => {
  await create('extra', '--config', 'max.message.bytes=2000000', '--config', 'segment.ms=86400000');
  const kept = await sync('topics: { P.extra: { configs: { segment.ms: 1d } } }', '--check');
  expect(kept.code).toBe(0);
  expect(kept.stdout).toContain('max.message.bytes set on the cluster, not in the file, kept: P.extra');
  const exact = await sync('configs: exact\ntopics: { P.extra: { configs: { segment.ms: 1d } } }');
  expect(exact.stdout).toContain('max.message.bytes  2000000 → removed');
  expect((await now('extra'))?.overrides).toEqual({ 'segment.ms': '86400000' });
});

test('a setting that the broker does not know is named once and is no change for ever', async () => {
  await create('foreign');
  const body = 'topics: { P.foreign: { configs: { redpanda.remote.read: true } } }';
  const result = await sync(body, '--check');
  expect(result.stdout).toContain('not supported by this cluster: redpanda.remote.read');
  expect(result.code).toBe(0);
});

test('lowering the retention says what is there and wants the name typed', async () => {
  await create('shrink', '--config', 'retention.ms=604800000');
  await kafkaTool(bootstrap, 'console-producer', ['--topic', `${prefix}.shrink`], { input: 'a\nb\nc\n' });
  const body = 'topics: { P.shrink: { configs: { retention.ms: 3d } } }';
  const wrong = await sync(body, '', { tty: true, answers: ['yes'] });
  expect(wrong.code).toBe(1);
  expect(wrong.stderr).toContain('Declined. Nothing has changed.');
  expect((await now('shrink'))?.overrides).toEqual({ 'retention.ms': '604800000' });
  const right = await sync(body, `--confirm ${prefix}.shrink`);
  expect(right.stdout).toMatch(/deletes what is older than 3d; there now: \d+ B in 3 records/);
  expect(right.code).toBe(0);
  expect((await now('shrink'))?.overrides).toEqual({ 'retention.ms': '259200000' });
});

test('what the file owns and does not declare is kept, and deleted only with --prune and its count typed', async () => {
  await Promise.all([create('old-1'), create('old-2')]);
  await kafkaTool(bootstrap, 'console-producer', ['--topic', `${prefix}.old-1`], { input: 'a\n' });
  await kafkaTool(bootstrap, 'console-consumer', [
    '--topic',
    `${prefix}.old-1`,
    '--group',
    `${prefix}-readers`,
    '--from-beginning',
    '--max-messages',
    '1',
  ]);
  const kept = await sync('topics: { P.new: }');
  expect(kept.stdout).toContain('not in the file, kept: P.old-1, P.old-2');
  expect(kept.code).toBe(0);
  const pruned = await sync('topics: { P.new: }', '--prune --confirm "2 topics"');
  expect(pruned.stdout).toMatch(
    / {2}- P\.old-1 {2}1 partition, factor 1\n +caution: holds \d+ B in 1 record\n/,
  );
  expect(pruned.stdout).toContain(`read by ${prefix}-readers`);
  expect(pruned.stderr).toContain('✓ 2 deleted');
  expect(await now('old-1')).toBeUndefined();
  expect(await now('old-2')).toBeUndefined();
  expect(await now('new')).toBeDefined();
});

test('a name that collides with a topic that is there is refused', async () => {
  await create('a_b');
  const result = await sync('topics: { P.a.b: }');
  expect(result.stdout).toContain(`its name collides with the topic "P.a_b"`);
  expect(result.code).toBe(1);
});

test('a manifest for another cluster or environment changes nothing', async () => {
  const cluster = await sync('clusterId: somewhere-else\ntopics: { P.x: }');
  expect(cluster.stderr).toContain('expects cluster id somewhere-else');
  expect(cluster.code).toBe(1);
  const environment = await sync('environment: prod\ntopics: { P.x: }');
  expect(environment.stderr).toContain(
    'topics.yaml is for the environment prod, and no environment is chosen',
  );
  expect(environment.code).toBe(2);
  expect(await now('x')).toBeUndefined();
});

test("the broker's own words come through, and the other topics are made all the same", async () => {
  const result = await sync(`topics:
  P.good:
  P.bad: { configs: { segment.bytes: 100 } }
  P.vast: { partitions: 10000 }`);
  expect(result.stderr).toContain(
    'Invalid value 100 for configuration segment.bytes: Value must be at least 1048576 (INVALID_CONFIG)',
  );
  expect(result.stderr).toContain('Unable to perform excessively large batch operation. (POLICY_VIOLATION)');
  expect(result.stderr).toContain('1 created, 2 failed');
  expect(result.code).toBe(5);
  expect(await now('good')).toBeDefined();
});

test('a setting that this cluster does not know is left out of new topics, and said', async () => {
  const result = await sync('topics: { P.new: { configs: { no.such.setting: 1 } } }');
  expect(result.stdout).toContain('not supported by this cluster: no.such.setting');
  expect(result.code).toBe(0);
  expect((await now('new'))?.overrides).toEqual({});
});

test('more in-sync replicas than the default factor are refused before the topic is made', async () => {
  const result = await sync('topics: { P.tight: { configs: { min.insync.replicas: 2 } } }');
  expect(result.stdout).toContain('over the replication factor 1: nobody could write with acks=all');
  expect(result.code).toBe(1);
  expect(await now('tight')).toBeUndefined();
});
