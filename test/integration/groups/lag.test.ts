import { beforeAll, describe, expect, inject, onTestFinished, test } from 'vitest';
import { run } from '../../run.js';
import { commit } from './commit.js';
import { startConsumer } from './java-consumer.js';
import { produce, topicWith, until } from './lag-scene.js';

const { bootstrap, clusterId } = inject('kafka');
const at = `--brokers ${bootstrap}`;

const lagJson = async (words: string) => JSON.parse((await run(`groups lag ${words} -o json ${at}`)).stdout);

beforeAll(async () => {
  await topicWith('lag.orders', [10, 4]);
  await topicWith('lag.state', [6], { 'cleanup.policy': 'compact' });
  await commit(bootstrap, {
    'lag-stopped': [
      ['lag.orders', 0, 3n],
      ['lag.orders', 1, 4n],
      ['lag.state', 0, 6n],
    ],
    'lag-state': [['lag.state', 0, 2n]],
  });
});

describe('groups that are stopped', () => {
  test('on a terminal: the most lag first, and the sum', async () => {
    const { code, stdout, stderr } = await run(`groups lag lag-st* ${at}`, { tty: true });
    expect([code, stderr.split('\n')[0]]).toEqual([0, `kafka · ${bootstrap}`]);
    expect(stdout).toBe(`GROUP        STATE  MEMBERS  LAG  NOTE
lag-stopped  Empty        0    7
lag-state    Empty        0    4  at most: compacted
total                         11
`);
  });

  test('in a pipe, by topic and by partition: full values', async () => {
    expect((await run(`groups lag lag-stopped --by topic ${at}`)).stdout).toBe(
      'lag-stopped\tlag.orders\t7\t0\t\nlag-stopped\tlag.state\t0\t0\t\n',
    );
    expect((await run(`groups lag lag-stopped --by partition --topic lag.orders ${at}`)).stdout).toBe(
      'lag-stopped\tlag.orders\t0\t3\t10\t7\t-\t\nlag-stopped\tlag.orders\t1\t4\t4\t0\t-\t\n',
    );
    expect((await run(`groups lag lag-stopped --by partition --only-lagging ${at}`)).stdout).toBe(
      'lag-stopped\tlag.orders\t0\t3\t10\t7\t-\t\n',
    );
  });

  test('for programs: one document with everything', async () => {
    expect(await lagJson('lag-state')).toEqual({
      schema: 'exops.lag/v1',
      target: { kind: 'kafka', brokers: bootstrap, clusterId },
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      total: { lag: 4, unknown: 0 },
      groups: [
        {
          ...{ name: 'lag-state', type: 'classic', protocolType: '', state: 'Empty', coordinator: 1 },
          ...{ members: 0, lag: 4, unknown: 0 },
          partitions: [
            {
              ...{ topic: 'lag.state', partition: 0, committed: 2, start: 0, end: 6, lag: 4 },
              ...{ status: 'ok', compacted: true, client: null },
            },
          ],
        },
      ],
      withoutOffsets: [],
    });
    expect((await run(`groups lag lag-st* -o name ${at}`)).stdout).toBe('lag-stopped\nlag-state\n');
  });

  test('--check: 3 when one is too far behind, and says which', async () => {
    const failed = await run(`groups lag lag-st* --check --max-lag 6 ${at}`);
    expect(failed.code).toBe(3);
    expect(failed.stderr).toContain('✗ lag-stopped: 7 records behind; 6 allowed\n');
    expect(failed.stderr).not.toContain('lag-state:');
    expect((await run(`groups lag lag-st* --check --max-lag 7 ${at}`)).code).toBe(0);
    expect((await run(`groups lag lag-st* --check ${at}`)).code).toBe(3);
  });

  test('--check: a group that is not there has not read everything', async () => {
    const missing = await run(`groups lag lag-none --check ${at}`);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('No such group, or no right to see it: lag-none\n');
    expect((await run(`groups lag lag-none-* --check ${at}`)).code).toBe(1);
  });

  test('--check: a topic that is not there has not been read, and a slip is named', async () => {
    const slip = await run(`groups lag lag-stopped --topic lag.ordes --check ${at}`);
    expect([slip.code, slip.stderr.split('\n').slice(1, -1)]).toEqual([
      1,
      [
        'No such topic, or no right to see it: lag.ordes. Did you mean lag.orders?',
        '  See: exops topics list',
        '✗ lag-stopped: nothing is measured: nothing in these topics',
      ],
    ]);
    const glob = await run(`groups lag lag-stopped --topic "lag.zz*" --check ${at}`);
    expect(glob.code).toBe(1);
    expect(glob.stderr).toContain('No topic matches, or no right to see it: lag.zz*\n');
    const group = await run(`groups lag lag-stoped ${at}`);
    expect(group.code).toBe(1);
    expect(group.stderr).toContain('it: lag-stoped. Did you mean lag-stopped?\n  See: exops groups list\n');
  });

  test('partitions beside those that have an offset are shown', async () => {
    await topicWith('lag.part', [2, 3]);
    await commit(bootstrap, { 'lag-part': [['lag.part', 0, 2n]] });
    expect((await run(`groups lag lag-part --by partition ${at}`)).stdout).toBe(
      'lag-part\tlag.part\t0\t2\t2\t0\t-\t\nlag-part\tlag.part\t1\t-\t3\t-\t-\tno offset, not counted\n',
    );
    const { stdout, code } = await run(`groups lag lag-part --check ${at}`);
    expect([code, stdout]).toEqual([0, 'lag-part\tEmpty\t0\t0\t0\t1 without an offset, not counted\n']);
  });
});

describe.each([
  ['classic', 'Stable', []],
  ['consumer', 'Stable', ['group.protocol=consumer']],
] as const)('a running group of the %s protocol', (type, state, settings) => {
  test('is listed, described, and its lag is that of Kafka', async () => {
    const topic = `lag.running-${type}`;
    const group = `lag-running-${type}`;
    await topicWith(topic, [5, 3, 0]);
    const consumer = await startConsumer({
      bootstrap,
      topic,
      group,
      settings: ['client.id=app-1', ...settings],
    });
    await consumer.received(8);
    const caughtUp = await until(
      () => lagJson(group),
      ({ groups: [one] }) => one?.state === 'Stable' && one?.lag === 0 && one?.unknown === 0,
    );
    expect(caughtUp.groups[0]).toMatchObject({ type, state, members: 1, lag: 0, unknown: 0 });
    expect(caughtUp.groups[0].partitions).toHaveLength(3);
    expect(caughtUp.groups[0].partitions[0]).toMatchObject({ committed: 5, end: 5, client: 'app-1' });

    const listed = await run(`groups list ${group} ${at}`);
    expect(listed.stdout).toBe(`${group}\t${type}\tStable\t1\t1\n`);

    const described = JSON.parse((await run(`groups describe ${group} -o json ${at}`)).stdout);
    expect(described).toMatchObject({
      schema: 'exops.groups/v1',
      groups: [{ name: group, type, members: 1 }],
    });
    const [{ memberDetails, epoch }] = described.groups;
    expect(memberDetails).toEqual([
      expect.objectContaining({
        ...{ client: 'app-1', host: '127.0.0.1', subscribed: [topic] },
        assigned: [{ name: topic, partitions: [0, 1, 2] }],
      }),
    ]);
    expect(typeof epoch).toBe(type === 'consumer' ? 'number' : 'object');
    const screen = await run(`groups describe ${group} ${at}`, { tty: true, columns: 120 });
    expect(screen.stdout).toMatch(new RegExp(`^${group}\n  ${type} · Stable · 1 member · coordinator 1`));
    expect(screen.stdout).toMatch(new RegExp(`app-1 +127\\.0\\.0\\.1 +(\\d+ +)?${topic} +0-2\n`));

    await consumer.stop();
    await produce(topic, [2, 0, 0]);
    const stopped = await until(
      () => lagJson(group),
      ({ groups: [one] }) => one?.state === 'Empty',
    );
    expect(stopped.groups[0]).toMatchObject({ type, state: 'Empty', members: 0, lag: 2 });
  });
});

test('--watch: rate and time to catch up, a look at a time, until Ctrl-C', async () => {
  await topicWith('lag.watched', [20]);
  await commit(bootstrap, { 'lag-watched': [['lag.watched', 0, 0n]] });
  const interrupt = new AbortController();
  onTestFinished(() => interrupt.abort());
  const looks: number[] = [];
  const { code, stdout } = await run(`groups lag lag-watched --watch --every 1s -o json ${at}`, {
    interrupt: interrupt.signal,
    pause: (ms) => {
      looks.push(ms);
      if (looks.length === 1) void commit(bootstrap, { 'lag-watched': [['lag.watched', 0, 15n]] });
      if (looks.length === 4) interrupt.abort();
      return ms;
    },
  });
  expect([code, looks]).toEqual([130, [1_000, 1_000, 1_000, 1_000]]);
  const seen = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).groups[0]);
  expect(seen[0]).toMatchObject({ lag: 20, consumedPerSecond: null, catchUpSeconds: null });
  expect(seen.at(-1)).toMatchObject({ lag: 5, producedPerSecond: 0 });
  expect(seen.at(-1).consumedPerSecond).toBeGreaterThan(0);
  expect(seen.at(-1).catchUpSeconds).toBeGreaterThan(0);
});

test('--watch on a terminal draws one table in its place; in a pipe every look has its time', async () => {
  await topicWith('lag.drawn', [3]);
  await commit(bootstrap, { 'lag-drawn': [['lag.drawn', 0, 1n]] });
  const watched = async (tty: boolean) => {
    const interrupt = new AbortController();
    let looks = 0;
    const { stdout } = await run(`groups lag lag-drawn --watch ${at}`, {
      ...{ tty, interrupt: interrupt.signal },
      pause: () => {
        looks += 1;
        if (looks === 2) interrupt.abort();
        return 50;
      },
    });
    return stdout;
  };
  const screen = await watched(true);
  expect(screen.split('\n').slice(0, 3)).toEqual([
    'GROUP      STATE  MEMBERS  LAG  READ/S  CAUGHT UP IN  NOTE',
    'lag-drawn  Empty        0    2       -             -',
    'Ctrl-C ends this.',
  ]);
  expect(screen).toContain('\u001b[3F\u001b[0J');
  expect(screen).toContain('not at this rate');
  const lines = (await watched(false)).trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT[^\t]+Z\tlag-drawn\tEmpty\t0\t2\t0\t-\t-\t$/);
});

test('none at all is said', async () => {
  const { code, stdout, stderr } = await run(`groups list nobody-* ${at}`, { tty: true });
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toContain('No groups: none is there, none matches, or this login may see none.\n');
});

test.each([
  ['--max-lag 5', '--max-lag says what --check allows: give both.'],
  ['--watch --check', '--watch goes on, and --check ends: give one.'],
  ['--watch -o name', '--watch shows no names alone: leave out -o name.'],
  ['--every 2s', '--every is the pause of --watch: give both.'],
])('flags that do not go together: %s', async (flags, words) => {
  const { code, stderr } = await run(`groups lag ${flags} --brokers 127.0.0.1:1`);
  expect([code, stderr]).toEqual([2, `${words}\n`]);
});
