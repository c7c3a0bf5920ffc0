import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../lab/kafka/cluster.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';

let cluster: Cluster;
let at: string;

beforeAll(async () => {
  cluster = await startCluster({
    racks: ['a', 'b', 'c'],
    properties: { 'auto.leader.rebalance.enable': 'false', 'broker.session.timeout.ms': '6000' },
  });
  at = `--brokers ${cluster.bootstrap}`;
  await create('orders', '--replica-assignment', '1:2:3,2:3:1,3:1:2', '--config', 'min.insync.replicas=2');
  await create('strict', '--replica-assignment', '1:3', '--config', 'min.insync.replicas=2');
  await create('alone', '--replica-assignment', '3,1');
});
afterAll(() => cluster?.stop());

const create = (name: string, ...flags: string[]) =>
  kafkaTool(cluster.bootstrap, 'topics', ['--create', '--topic', name, ...flags]);

const health = async (flags = '', options = {}) => run(`cluster health ${flags} ${at}`, options);

const documentOf = async (flags = '') => {
  const { stdout, code } = await health(`-o json ${flags}`);
  return { code, ...JSON.parse(stdout) };
};

/** A broker's fall shows in the others' metadata a little later. */
async function until<Value>(look: () => Promise<Value>, isThere: (value: Value) => boolean): Promise<Value> {
  const deadline = Date.now() + 40_000;
  for (;;) {
    const value = await look();
    if (isThere(value) || Date.now() > deadline) return value;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}

describe('info', () => {
  test('on a terminal: what it is, and its brokers', async () => {
    const { code, stdout, stderr } = await run(`cluster info ${at}`, { tty: true, columns: 100 });
    expect(stderr).toMatch(/^kafka · 127\.0\.0\.1:\d+ and 2 more\n/);
    const [first, ...lines] = stdout.split('\n');
    expect(first).toBe(`cluster     ${cluster.clusterId}`);
    expect(lines.join('\n')).toMatch(
      new RegExp(
        [
          'kind {8}kafka',
          'version {5}Kafka 4\\.1',
          'controller {2}[123], of the voters 1, 2, 3',
          'login {7}none, without TLS',
          'brokers {5}3',
          'topics {6}3',
          'partitions {2}6, with 13 replicas',
          'features {4}.*metadata\\.version 27 \\(4\\.1\\)[\\s\\S]*',
          'BROKER {2}RACK {2}LEADERS {2}REPLICAS {2,}DISK {2,}FULL {2}ADDRESS',
          ` {5}1 {2}a {11}3 {9}5 +[0-9.]+ [KM]?i?B +\\d+ % {2}${cluster.brokers[0]?.bootstrap}`,
          ` {5}2 {2}b {11}1 {9}3 +[0-9.]+ [KM]?i?B +\\d+ % {2}${cluster.brokers[1]?.bootstrap}`,
          ` {5}3 {2}c {11}2 {9}5 +[0-9.]+ [KM]?i?B +\\d+ % {2}${cluster.brokers[2]?.bootstrap}`,
        ].join('\n'),
      ),
    );
    expect(code).toBe(0);
  });

  test('for programs: a fact a line, or one document', async () => {
    const { stdout } = await run(`cluster info ${at}`);
    expect(stdout).toContain(`cluster\t${cluster.clusterId}\n`);
    expect(stdout).toMatch(
      /^broker 2\t127\.0\.0\.1:\d+ rack b leaders 1 replicas 3 bytes \d+ version 4\.1$/m,
    );
    const json = JSON.parse((await run(`cluster info -o json ${at}`)).stdout);
    expect(json).toMatchObject({
      schema: 'exops.cluster/v1',
      clusterId: cluster.clusterId,
      kind: 'kafka',
      controller: { id: expect.any(Number), voters: [1, 2, 3] },
      login: { mechanism: 'none', username: null, tls: false },
      ...{ topics: 3, internalTopics: 0, partitions: 6, replicas: 13, notRead: [] },
    });
    expect(json.features).toContainEqual({
      name: 'metadata.version',
      level: 27,
      supported: { min: 7, max: 27 },
    });
    expect(json.brokers[0]).toMatchObject({
      ...{ id: 1, rack: 'a', leaders: 3, replicas: 5, version: { release: '4.1', isExact: true } },
      disk: {
        bytes: expect.any(Number),
        volumes: [{ totalBytes: expect.any(Number) }],
        failedDirectories: 0,
      },
    });
  });
});

describe('health', () => {
  test('with all brokers: at min ISR is a warning, and no failure', async () => {
    const { code, stdout, stderr } = await health('--check', { tty: true });
    expect(stdout).toMatch(
      new RegExp(
        [
          '^TOPIC {3}PARTITION {2}STATE {7}LEADER {2}REPLICAS {2}IN SYNC {2}MIN',
          'strict {10}0 {2}at min ISR {7}1 {2}1,3 {7}1,3 {8}2',
          '',
          'BROKER {2}STATE {2,}LEADERS {2}EVEN {2}REPLICAS {2,}DISK {2}FULL( {2}NOTE)?',
          ' {5}1 {2}(ok|warning) +3 {5}2 {9}5 .*',
          ' {5}2 {2}(ok|warning) +1 {5}2 {9}3 .*',
          ' {5}3 {2}(ok|warning) +2 {5}2 {9}5 [\\s\\S]*',
          '',
          '3 topics, 6 partitions: all have a leader and their replicas in sync, 1 at min\\sISR\\.',
          '$',
        ].join('\n'),
      ),
    );
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.not.stringContaining('Not shown') });
  });

  test('of chosen topics', async () => {
    const { code, stdout } = await health('--topic ord* --topic alone');
    expect(stdout).toMatch(/^broker\t1\t127\.0\.0\.1:\d+\t(ok|disk \d+ % full)\t2\t1\.7\t4\t\d+\n/);
    expect(stdout.split('\n').filter((line) => !line.startsWith('broker'))).toEqual(['']);
    expect(code).toBe(0);
  });

  test('a topic that is not there is named', async () => {
    const { code, stderr } = await health('--topic orders --topic nope');
    expect(stderr).toContain('No such topic, or no right to see it: nope');
    expect(code).toBe(1);
  });

  test('a watch writes what changed, and ends with Ctrl-C', async () => {
    const control = new AbortController();
    let pauses = 0;
    const pause = () => {
      if (++pauses === 3) control.abort();
      return 0;
    };
    const { code, stdout } = await health('--watch --topic alone', { interrupt: control.signal, pause });
    expect(code).toBe(130);
    const time = '\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ';
    const line = (id: number) => `${time}\\tbroker\\t${id}\\t127.0.0.1:\\d+\\t.*\\n`;
    expect(stdout).toMatch(new RegExp(`^(${line(1)}|${line(2)}|${line(3)}){3}$`));
  });

  test('a broker that stops, and comes back', async () => {
    const gone = cluster.brokers[2];
    await gone?.stop();
    try {
      const down = await until(
        () => documentOf('--check'),
        ({ brokers, troubled }) => brokers[0].isGone && troubled.length === 5,
      );
      expect(down).toMatchObject({
        ...{ code: 3, isHealthy: false, offline: 1, underReplicated: 5, underMinIsr: 2, atMinIsr: 3 },
        brokers: [
          { id: 3, host: null, isGone: true, replicas: 5, notes: ['gone: 5 replicas should be on it'] },
          { id: 1, isGone: false },
          { id: 2, isGone: false },
        ],
      });
      expect(
        down.troubled.map(({ topic, troubles }: { topic: string; troubles: string[] }) => [topic, troubles]),
      ).toEqual([
        ['alone', ['offline', 'under min ISR', 'under-replicated']],
        ['strict', ['under min ISR', 'under-replicated']],
        ...[0, 1, 2].map(() => ['orders', ['under-replicated', 'at min ISR']]),
      ]);
      const shown = await health('', { tty: true });
      expect(shown.code).toBe(0);
      expect(shown.stdout).toContain('     3  gone');
      expect(shown.stdout).toContain('3 topics, 6 partitions: ');
      expect((await run(`cluster info ${at}`)).code).toBe(0);
    } finally {
      await gone?.start();
    }
    const back = await until(
      () => documentOf('--check'),
      ({ troubled, brokers }) => troubled.length === 1 && brokers.length === 3,
    );
    expect(back).toMatchObject({ code: 0, isHealthy: true, offline: 0, underReplicated: 0, atMinIsr: 1 });
    // Leaders stay where they went: Kafka was told not to move them back.
    const third = back.brokers.find(({ id }: { id: number }) => id === 3);
    expect(third).toMatchObject({ preferred: 2, ledElsewhere: 1 });
    expect(third.notes).toContain('others lead 1 of the 2 partitions that it should lead');
  }, 120_000);

  test('a broker that hangs: the others are judged as they are now, not as they were before the wait', async () => {
    const { controller } = JSON.parse((await run(`cluster info -o json ${at}`)).stdout);
    const hanging = cluster.brokers.find(({ id }) => id !== controller.id);
    const [id, group] = [hanging?.id, hanging?.pid() ?? 0];
    expect(group).toBeGreaterThan(1);
    process.kill(-group, 'SIGSTOP');
    try {
      const found = await documentOf('--check');
      expect(found).toMatchObject({ code: 3, isHealthy: false });
      expect(found.brokers[0]).toMatchObject({ id, isGone: true });
      expect(found.notRead).toContainEqual(
        expect.objectContaining({ what: `disk of broker ${id}`, why: 'no answer within 10 s' }),
      );
    } finally {
      process.kill(-group, 'SIGCONT');
    }
  }, 120_000);
});
