import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { describeTopic } from '../../lab/kafka/topic-descriptions.js';
import { folderWith, type RunOptions, run } from '../../run.js';

let cluster: Cluster;

beforeAll(async () => {
  cluster = await startCluster({ brokers: 4, racks: ['a', 'a', 'b', 'c'] });
});
afterAll(() => cluster?.stop());

const move = (line: string, options: RunOptions = {}) =>
  run(`topics move ${line} --brokers ${cluster.bootstrap}`, options);

/** A topic whose partitions lie on these brokers: `1:2,2:3`. */
const create = (name: string, assignment: string) =>
  kafkaTool(cluster.bootstrap, 'topics', ['--create', '--topic', name, '--replica-assignment', assignment]);

/** So much that a small throttle makes a move last. */
const fill = (name: string, records = 300) =>
  kafkaTool(cluster.bootstrap, 'console-producer', ['--topic', name], {
    input: `${'x'.repeat(10_000)}\n`.repeat(records),
  });

const assignment = async (name: string) =>
  (await describeTopic(cluster.bootstrap, name))?.assignment.map((ids) => ids.join(':')).join(',');

/** Leader of each partition, as Kafka's own tool sees it. */
async function leaders(name: string): Promise<number[]> {
  const text = await kafkaTool(cluster.bootstrap, 'topics', ['--describe', '--topic', name]);
  return [...text.matchAll(/Leader: (-?\d+)/g)].map(([, id]) => Number(id));
}

const brokerConfigs = () =>
  kafkaTool(cluster.bootstrap, 'configs', ['--describe', '--entity-type', 'brokers']);

const running = () => kafkaTool(cluster.bootstrap, 'reassign-partitions', ['--list']);

async function expectNoThrottle(name: string): Promise<void> {
  expect((await describeTopic(cluster.bootstrap, name))?.overrides).toEqual({});
  expect(await brokerConfigs()).not.toContain('throttled');
}

/** Begins a move that lasts, and presses Ctrl-C once the cluster moves. */
async function interrupted(line: string, options: RunOptions = {}) {
  const interruption = new AbortController();
  const moving = move(line, { ...options, interrupt: interruption.signal });
  await vi.waitFor(async () => expect(await running()).toContain('adding'), { timeout: 40_000 });
  const during = await brokerConfigs();
  interruption.abort();
  return { ...(await moving), during };
}

describe('off a broker', () => {
  test('only its replicas go, each to a free rack, in the same place; nothing is left of the throttle', async () => {
    await create('off', '2:3,3:2,3:4,1:2');
    await fill('off', 20);
    const result = await move('off --off-broker 2 --throttle 20MB', { tty: true, answers: ['y'] });
    expect(result.stdout).toMatch(
      /~ off {2}moves 3 of 4 partitions\n {6}replicas on broker 2 {2}3 → 0\n {8}copies about \S+ KiB, 19.0 MiB\/s a broker at most\n/,
    );
    expect(result.stdout).toContain('partition 1');
    expect(result.stdout).toContain('to copy in all');
    expect(result.stdout).not.toContain('destructive');
    expect(result.questions).toEqual([expect.stringMatching(/^Apply to .*\? \[y\/N\] $/)]);
    expect(result.stderr).toContain('✓ 1 changed, verified in');
    expect(result.code).toBe(0);
    // Broker 4 is in rack c, broker 1 alone remains in rack a.
    const after = await assignment('off');
    expect(after?.split(',')[2]).toBe('3:4');
    expect(after).not.toContain('2');
    expect(await leaders('off')).toEqual(after?.split(',').map((ids) => Number(ids.split(':')[0])));
    await expectNoThrottle('off');
    const again = await move('off --off-broker 2');
    expect(again).toMatchObject({ code: 0, stdout: 'Nothing to do: 1 topic off broker 2.\n' });
  }, 120_000);

  test('as data for programs; a pipe needs --yes', async () => {
    await create('json.a', '2:3');
    const asked = await move('json.* --off-broker 2');
    expect(asked.code).toBe(2);
    expect(asked.stderr).toContain('run the command again with: --yes');
    const result = await move('json.* --off-broker 2 --yes -o json --throttle none');
    const { plan, outcomes, exitCode } = JSON.parse(result.stdout);
    expect(plan.changes).toMatchObject([
      {
        kind: 'topic',
        name: 'json.a',
        action: 'change',
        severity: 'safe',
        summary: 'moves 1 of 1 partition',
        fields: [
          { name: 'replicas on broker 2', before: '1', after: '0', note: 'copies about 0 B, unthrottled' },
          { name: 'partition 0', before: '2,3', after: expect.stringMatching(/^[14],3$/) },
        ],
      },
    ]);
    expect([outcomes, exitCode]).toEqual([[{ kind: 'topic', name: 'json.a', status: 'done' }], 0]);
  });

  test('what cannot be moved is refused, and the rest goes', async () => {
    await create('wide', '1:2:3:4');
    await create('wide.not', '2:3');
    const result = await move('wide wide.not absent none.* --off-broker 2 --off-broker 9 --yes');
    expect(result.stdout).toContain(
      '! wide      refused\n        partition 0 has 4 replicas, and too few brokers remain: 1, 3, 4\n',
    );
    expect(result.stdout).toContain(
      '! broker 9  refused\n        it is not live, and no partition has a replica on it; live are 1, 2, 3, 4\n',
    );
    expect(result.stdout).toContain('! absent    refused\n        no such topic, or no right to see it\n');
    expect(result.stdout).toContain('! none.*    refused\n        no topic matches it\n');
    expect(result.code).toBe(5);
    expect(await assignment('wide.not')).toMatch(/^[14]:3$/);
  });

  test('internal topics stay unless they are asked for', async () => {
    await kafkaTool(cluster.bootstrap, 'consumer-groups', ['--list']);
    await create('__kept', '2:3');
    const kept = await move('--off-broker 2 --dry-run');
    expect(kept.stdout).toContain('internal, kept on broker 2 (--internal moves them, too): __kept');
    const result = await move('__kept --internal --off-broker 2 --yes');
    expect(result.code).toBe(0);
    expect(await assignment('__kept')).toMatch(/^[14]:3$/);
  });
});

describe('over racks', () => {
  test('only the copy goes that is twice in a rack, and not the leader', async () => {
    await create('spread', '1:2,2:1,1:3');
    const result = await move('spread --spread-racks --yes');
    expect(result.stdout).toContain('partitions twice in a rack  2 → 0');
    expect(result.code).toBe(0);
    expect(await assignment('spread')).toMatch(/^1:[34],2:[34],1:3$/);
    expect((await move('spread --spread-racks --check')).stdout).toBe(
      'Nothing to do: 1 topic spread over racks.\n',
    );
  });
});

test('another cluster than the environment names is not touched; a protected one wants words typed', async () => {
  await create('guarded', '2:3');
  const guarded = async (settings: string, also: string) => {
    const brokers = cluster.bootstrap.split(',').map((address) => `"${address}"`);
    const cwd = await folderWith({
      'exops.yaml': `version: 1
environments: { here: { cluster: { brokers: [${brokers}]${settings} }${also} } }
`,
    });
    return run('topics move guarded --off-broker 2 --yes', { cwd });
  };
  expect(await guarded(', clusterId: another', '')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining('expects cluster id another'),
  });
  const isProtected = await guarded('', ', protected: true');
  expect(isProtected.stderr).toContain('--confirm "guarded"');
  expect(isProtected.code).toBe(2);
  expect(await assignment('guarded')).toBe('2:3');
});

test('a cluster without racks has none to spread over', async () => {
  const result = await run(`topics move --spread-racks --brokers ${inject('kafka').bootstrap}`);
  expect(result).toMatchObject({ code: 1, stdout: '' });
  expect(result.stderr).toContain(
    "--spread-racks: no broker of this cluster has a rack. Nothing has changed.\n  Racks are the brokers' broker.rack.\n",
  );
});

describe('interrupted', () => {
  test('it goes on in the cluster, throttled; the next run follows it to its end', async () => {
    await create('long', '2:3');
    await fill('long');
    const result = await interrupted('long --off-broker 2 --throttle 1000 --yes');
    expect(result.code).toBe(130);
    expect(result.stderr).toContain('Interrupted: what has begun to move goes on in the cluster, throttled.');
    expect(result.stderr).toContain('? long: its replicas are still being moved\n');
    expect(result.stderr).toContain(
      'Run the same command again to follow it, or end it: exops topics move --cancel.',
    );
    expect(result.during.match(/^ {2}leader\.replication\.throttled\.rate=1000 /gm)).toHaveLength(4);
    expect(await running()).toMatch(/long-0: .*adding: [14]/);
    const check = await move('long --off-broker 2 --check');
    expect(check.stdout).toContain('follows 1 of 1 partition under way');
    expect(check.code).toBe(3);
    const other = await move('long --off-broker 3 --check');
    expect(other.stdout).toMatch(
      /partition 0 is being moved to lie on brokers [14], 3 already; wait for that, or end it with --cancel/,
    );
    const end = await move('long --off-broker 2 --throttle 1GiB --yes');
    expect(end.code).toBe(0);
    expect(await assignment('long')).toMatch(/^[14]:3$/);
    await expectNoThrottle('long');
  }, 120_000);

  test('cancelled, though a part ends while a person reads, everything is as before, and the throttles are gone', async () => {
    await create('cancelled', '2:3,2:3');
    await fill('cancelled', 600);
    await interrupted('cancelled --off-broker 2 --throttle 1000 --yes');
    const none = await move('off --cancel');
    expect(none.stdout).toBe('    no replicas are being moved\nNothing to do.\n');
    const folder = await folderWith({
      'one.json': '{"version":1,"partitions":[{"topic":"cancelled","partition":0,"replicas":[1,3]}]}',
    });
    // One of the two ends while a person reads.
    const onQuestion = () =>
      kafkaTool(cluster.bootstrap, 'reassign-partitions', [
        ...['--reassignment-json-file', `${folder}/one.json`, '--cancel', '--preserve-throttles'],
      ]);
    const result = await move('--cancel', { tty: true, answers: ['y'], onQuestion });
    expect(result.stdout).toContain('~ cancelled  ends the move of 2 partitions\n');
    expect(result.stdout).toMatch(/partition.* moving to broker [14] → stays on broker 2\n/);
    expect(result.stdout).toContain('leader.replication.throttled.rate');
    expect(result.stdout).toContain('1000 B/s → removed');
    expect(result.code).toBe(0);
    expect(await running()).toContain('No partition reassignments found.');
    // Kafka's own tool leaves the other order; what exops ended is in order.
    expect(await assignment('cancelled')).toBe('3:2,2:3');
    await expectNoThrottle('cancelled');
  }, 120_000);
});

test('throttles that an ended move left behind are taken away by the next run', async () => {
  await create('leftover', '1:3');
  const alter = (type: string, name: string, config: string) =>
    kafkaTool(cluster.bootstrap, 'configs', [
      ...['--alter', '--entity-type', type, '--entity-name', name, '--add-config', config],
    ]);
  await alter('brokers', '3', 'follower.replication.throttled.rate=1048576');
  await alter('topics', 'leftover', 'leader.replication.throttled.replicas=*');
  const check = await move('leftover --off-broker 2 --check');
  expect(check.stdout).toContain('leader.replication.throttled.replicas  * → removed');
  expect(check.stdout).toContain(
    '~ broker 3  is throttled, and no move needs that now\n      follower.replication.throttled.rate  1MiB/s → removed',
  );
  const result = await move('leftover --off-broker 2 --yes');
  expect(result.code).toBe(0);
  await expectNoThrottle('leftover');
});

test('a move of another tool to the wrong place is in the way until it is cancelled', async () => {
  await create('foreign', '2:3');
  await fill('foreign');
  const plan = { version: 1, partitions: [{ topic: 'foreign', partition: 0, replicas: [2, 4] }] };
  const folder = await folderWith({ 'plan.json': JSON.stringify(plan) });
  await kafkaTool(cluster.bootstrap, 'reassign-partitions', [
    ...['--reassignment-json-file', `${folder}/plan.json`, '--execute', '--throttle', '1000'],
  ]);
  const blocked = await move('foreign --off-broker 2 --yes');
  expect(blocked.stdout).toContain('partition 0 is being moved to lie on brokers 2, 4 already');
  expect(blocked.code).toBe(1);
  expect((await move('foreign --cancel --yes')).code).toBe(0);
  expect(await assignment('foreign')).toBe('2:3');
  await expectNoThrottle('foreign');
}, 120_000);

test('a broker that is gone: its replicas go to others, once that is allowed', async () => {
  await create('orphan', '4:3,4:1');
  const gone = cluster.brokers[3];
  await gone?.stop();
  try {
    const refused = await move('orphan --off-broker 4 --yes');
    expect(refused.stdout).toContain(
      'partitions 0-1 lack replicas in sync; wait until all are, or give --allow-under-replicated',
    );
    expect(refused.code).toBe(1);
    const endless = await move('orphan --off-broker 3 --allow-under-replicated --yes');
    expect(endless.stdout).toContain(
      'partition 0 would stay on broker 4, which is not live, so that the move could',
    );
    expect(endless.code).toBe(1);
    const result = await move('orphan --off-broker 4 --allow-under-replicated --yes');
    expect(result.code).toBe(0);
    const [live = ''] = cluster.bootstrap.split(',');
    expect((await describeTopic(live, 'orphan'))?.assignment.flat()).not.toContain(4);
  } finally {
    await gone?.start();
  }
}, 120_000);
