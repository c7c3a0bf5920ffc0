import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { folderWith, run } from '../../run.js';

let cluster: Cluster;
let at: string;

beforeAll(async () => {
  cluster = await startCluster({ properties: { 'offsets.topic.replication.factor': '3' } });
  at = `--brokers ${cluster.bootstrap}`;
});
afterAll(() => cluster?.stop());

const check = (flags = '', options = {}) => run(`cluster check --records 20 ${flags} ${at}`, options);

const listed = async () => (await kafkaTool(cluster.bootstrap, 'topics', ['--list'])).split('\n');

const ofChecks = (names: readonly string[]) => names.filter((name) => name.startsWith('exops-check-'));

const groups = async () => (await kafkaTool(cluster.bootstrap, 'consumer-groups', ['--list'])).split('\n');

describe('cluster check', () => {
  test('on a terminal: every broker, both groups, what it made is gone', async () => {
    const { code, stdout, stderr } = await check('', { tty: true });
    const span = ' +\\d+(\\.\\d)?';
    expect(stdout.replaceAll(/\n {20}/g, ' ')).toMatch(
      new RegExp(
        [
          '^BROKER {2}STATE {2}TRIPS +P50 +P95 +P99 +MAX {2}\\(ms\\)',
          ...[1, 2, 3].map((id) => ` {5}${id} {2}ok {8}20(${span}){4}`),
          ` {3}all {12}60(${span}){4}`,
          '',
          'PART {9}STATE',
          'same group {3}ok {5}two members read [\\d,]+ and [\\d,]+ records: each of 2,060 once',
          'other group {2}ok {5}one member read 2,060 records, each once',
          'throughput {3}ok {5}wrote [\\d,]+ records/s, [\\d.,]+ MB/s; read [\\d,]+ records/s,(\n {20}| )[\\d.,]+ MB/s',
          'clean-up {5}ok {5}exops-check-\\d{8}T\\d{6}Z-[0-9a-f]{12} is deleted',
          '',
          'All right: 3 brokers, groups and clean-up\\.\n$',
        ].join('\n'),
      ),
    );
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(stderr).not.toContain('Left');
    expect(code).toBe(0);
    expect(ofChecks(await listed())).toEqual([]);
    expect(ofChecks(await groups())).toEqual([]);
  });

  test('for programs: a line a part, or one document', async () => {
    const { code, stdout } = await check();
    const lines = stdout.trimEnd().split('\n');
    expect(lines.slice(0, 4).map((line) => line.split('\t').slice(0, 4))).toEqual([
      ...['1', '2', '3'].map((id) => ['broker', id, 'ok', '20']),
      ['broker', 'all', '', '60'],
    ]);
    expect(lines.slice(4).map((line) => line.split('\t').slice(0, 2))).toEqual(
      ['same group', 'other group', 'throughput', 'clean-up'].map((name) => [name, 'ok']),
    );
    expect(code).toBe(0);
    const json = JSON.parse((await check('--size 200 -o json')).stdout);
    expect(json).toMatchObject({
      schema: 'exops.cluster-check/v1',
      target: { kind: 'kafka', clusterId: cluster.clusterId },
      ...{ isAllRight: true, failed: [], records: 20, size: 200 },
      topic: { isTemporary: true, partitions: 3 },
      brokers: [1, 2, 3].map((id) => ({
        id,
        state: 'ok',
        trips: 20,
        latencyMs: { p50: expect.any(Number) },
      })),
      sameGroup: { state: 'ok', expected: 2_060, read: 2_060, missing: 0, twice: 0 },
      otherGroup: { state: 'ok', members: [{ partitions: 3, records: 2_060 }], missing: 0, twice: 0 },
      throughput: { state: 'ok', written: { records: 2_000, bytes: 400_000 }, read: { records: 2_060 } },
      cleanUp: { state: 'ok', left: [] },
    });
    const { p50, p95, p99, max } = json.latencyMs;
    expect([p50, p95, p99, max]).toEqual([p50, p95, p99, max].sort((one, other) => one - other));
    expect(json.sameGroup.members.map(({ partitions }: { partitions: number }) => partitions).sort()).toEqual(
      [1, 2],
    );
  });

  test('a topic that is given is only written to, with records that say whose they are', async () => {
    const name = 'given.orders';
    await kafkaTool(cluster.bootstrap, 'topics', [
      '--create',
      '--topic',
      name,
      '--replica-assignment',
      '1,2',
    ]);
    await run(`messages produce ${name} --value theirs --partition 0 ${at}`);
    const { code, stdout } = await check(`--topic ${name} --records 3 -o json`);
    const json = JSON.parse(stdout);
    expect(json).toMatchObject({
      ...{ isAllRight: true, topic: { name, isTemporary: false, partitions: 2 } },
      brokers: [
        { id: 1, state: 'ok' },
        { id: 2, state: 'ok' },
        { id: 3, state: 'skipped', why: 'leads no partition of the topic' },
      ],
      sameGroup: { members: [{ partitions: 1 }, { partitions: 1 }], read: 306, twice: 0 },
    });
    expect(code).toBe(0);
    const all = (await run(`messages peek ${name} --from start ${at}`)).stdout.trimEnd().split('\n');
    const headers = all.map((line) => JSON.parse(line).headers[0]?.value);
    expect(headers.filter((value) => value === json.check)).toHaveLength(all.length - 1);
    expect(ofChecks(await groups())).toEqual([]);
    const none = await check('--topic given.ordres');
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain('given.ordres. Did you mean given.orders?');
  });

  test.each(['zstd', 'gzip'])('a topic that brokers pack with %s is read as any other', async (codec) => {
    const name = `packed.${codec}`;
    await kafkaTool(cluster.bootstrap, 'topics', [
      ...['--create', '--topic', name, '--replica-assignment', '1,2,3'],
      ...['--config', `compression.type=${codec}`],
    ]);
    const { code, stdout } = await check(`--topic ${name} --records 100 --size 1 -o json`);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ failed: [], brokers: [1, 2, 3].map((id) => ({ id, state: 'ok', trips: 100 })) },
      ...{ throughput: { written: { records: 10_000 } }, sameGroup: { read: 10_300, missing: 0, twice: 0 } },
    });
    expect(code).toBe(0);
  });

  test('a topic that keeps records for ever, or is internal, is not written to', async () => {
    await kafkaTool(cluster.bootstrap, 'topics', [
      ...['--create', '--topic', 'kept.accounts', '--config', 'cleanup.policy=compact'],
    ]);
    const refused = (name: string, why: string) => ({
      ...{ code: 1, stdout: '' },
      stderr: expect.stringContaining(
        `A check doesn't write to ${name}: ${why}.\n  Without --topic a temporary one is made, and deleted.\n`,
      ),
    });
    const isCompact = 'its cleanup.policy is compact: records of a check would stay in it for ever';
    expect(await check('--topic kept.accounts')).toMatchObject(refused('kept.accounts', isCompact));
    expect(await check('--topic __consumer_offsets')).toMatchObject(
      refused('__consumer_offsets', 'it is an internal topic'),
    );
    expect((await run(`messages peek kept.accounts --from start ${at}`)).stdout).toBe('');
  });

  test('no trip may wait for so long that the check outlasts its ten minutes', async () => {
    expect(await check('--timeout 3m')).toMatchObject({
      ...{ code: 2, stdout: '' },
      stderr: expect.stringContaining('--timeout: cluster check waits two minutes at most (2m).'),
    });
  });

  test('a protected environment is asked for first', async () => {
    const cwd = await folderWith({
      'exops.yaml': `version: 1\nenvironments:\n  prod: { protected: true, cluster: { brokers: [${cluster.brokers[0]?.bootstrap}] } }\n`,
    });
    const line = 'cluster check --records 2';
    const said = 'A temporary topic is made, written to, read by two groups, and deleted.\n';
    const declined = await run(line, { cwd, tty: true, answers: ['n'] });
    expect(declined).toMatchObject({ code: 1, questions: ['prod is protected. Go on? [y/N] '] });
    expect(declined.stderr).toContain(said);
    expect(await run(line, { cwd })).toMatchObject({ code: 2, stdout: '' });
    expect(await run(`${line} --yes`, { cwd })).toMatchObject({ code: 0, questions: [] });
  });

  test('Ctrl-C takes away what was made, and says so', async () => {
    const control = new AbortController();
    const running = check('--records 10000 --size 100000', { interrupt: control.signal });
    await vi.waitFor(async () => expect(ofChecks(await groups())).toHaveLength(2), { timeout: 30_000 });
    control.abort();
    const { code, stdout, stderr } = await running;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('Interrupted: taking away what the check made. Once more to stop at once.\n');
    expect(stderr).toContain('Interrupted. What the check made is taken away.');
    expect(ofChecks(await listed())).toEqual([]);
    expect(ofChecks(await groups())).toEqual([]);
  });

  test('a broker that is gone is named, and the others are checked', async () => {
    const gone = cluster.brokers[2];
    await gone?.stop();
    try {
      const { code, stdout } = await vi.waitFor(
        async () => {
          const result = await check('-o json');
          expect(JSON.parse(result.stdout).brokers[0]).toMatchObject({ id: 3, state: 'gone' });
          return result;
        },
        { timeout: 60_000 },
      );
      expect(JSON.parse(stdout)).toMatchObject({
        ...{ isAllRight: false, failed: ['broker 3'] },
        brokers: [
          { id: 3, why: expect.stringMatching(/^gone: \d+ replicas? should be on it$/), latencyMs: null },
          { id: 1, state: 'ok' },
          { id: 2, state: 'ok' },
        ],
        ...{ sameGroup: { state: 'ok' }, otherGroup: { state: 'ok' }, cleanUp: { state: 'ok' } },
      });
      expect(code).toBe(3);
      const shown = await check('', { tty: true });
      expect(shown).toMatchObject({ code: 3 });
      expect(shown.stdout).toMatch(/^ {5}3 {2}gone\n {8}gone: \d+ replicas? should be on it$/m);
      expect(shown.stdout).toMatch(/^Failed: broker 3\.$/m);
    } finally {
      await gone?.start();
    }
  }, 120_000);
});
