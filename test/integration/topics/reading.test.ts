import { beforeAll, describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { folderWith, run } from '../../run.js';

const { bootstrap, clusterId } = inject('kafka');
const at = `--brokers ${bootstrap}`;

beforeAll(async () => {
  const input = `version: 1
topics:
  reading.a: { partitions: 2, configs: { retention.ms: 3d } }
  reading.b: { partitions: 1 }
`;
  await run(`topics sync - --yes ${at}`, { input });
});

describe('list', () => {
  test('on a terminal: a table with a header', async () => {
    const result = await run(`topics list reading.* ${at}`, { tty: true });
    expect(result.stdout).toBe(`TOPIC      PARTITIONS  FACTOR  HEALTH
reading.a           2       1  ok
reading.b           1       1  ok
`);
    expect(result.stderr).toBe(`kafka · ${bootstrap}\n`);
  });

  test('in a pipe: full values between tabs, and the target on stderr', async () => {
    const result = await run(`topics list reading.* ${at}`);
    expect(result.stdout).toBe('reading.a\t2\t1\tok\nreading.b\t1\t1\tok\n');
    expect(result.stderr).toBe(`kafka · ${bootstrap}\n`);
  });

  test('for programs: names, JSON, YAML', async () => {
    expect((await run(`topics list reading.* -o name ${at}`)).stdout).toBe('reading.a\nreading.b\n');
    const json = JSON.parse((await run(`topics list reading.a -o json ${at}`)).stdout);
    expect(json).toEqual({
      schema: 'exops.topics/v1',
      target: { kind: 'kafka', brokers: bootstrap, clusterId },
      topics: [
        {
          name: 'reading.a',
          internal: false,
          partitions: 2,
          replicationFactor: 1,
          underReplicated: 0,
          offline: 0,
        },
      ],
    });
    expect(parse((await run(`topics list reading.a -o yaml ${at}`)).stdout)).toEqual(json);
  });

  test('a topic that is not there is named, and the others are shown', async () => {
    const result = await run(`topics list reading.a reading.zz ${at}`);
    expect(result).toMatchObject({ code: 1, stdout: 'reading.a\t2\t1\tok\n' });
    expect(result.stderr).toContain('No such topic, or no right to see it: reading.zz');
  });
});

describe('describe', () => {
  test('on a terminal: a block a topic', async () => {
    const result = await run(`topics describe reading.a ${at}`, { tty: true });
    expect(result.stdout).toBe(`reading.a  2 partitions, factor 1
  SETTING       VALUE
  retention.ms  3d
  PARTITION  LEADER  REPLICAS  IN SYNC
          0       1  1         1
          1       1  1         1
`);
  });

  test('in a pipe: one line a fact, in the system’s own units', async () => {
    const result = await run(`topics describe reading.a ${at}`);
    expect(result.stdout).toContain('reading.a\tretention.ms\t259200000\n');
    expect(result.stdout).toContain('reading.a\tpartition 1\tleader 1 replicas 1 in-sync 1\n');
  });

  test('with defaults, as JSON', async () => {
    const { stdout } = await run(`topics describe reading.b --defaults -o json ${at}`);
    const [topic] = JSON.parse(stdout).topics;
    expect(topic.settings).toMatchObject({ 'retention.ms': '604800000', 'cleanup.policy': 'delete' });
    expect(topic.partitionDetails).toEqual([{ id: 0, leader: 1, replicas: [1], inSync: [1] }]);
  });
});

test('internal topics show only when they are asked for', async () => {
  const plain = await run(`topics list ${at} -o name`);
  expect(plain.stdout).not.toContain('__');
  const all = await run(`topics list --internal ${at} -o name`);
  expect(all.code).toBe(0);
});

describe('sync', () => {
  const wanted = 'version: 1\ntopics:\n  reading.a: { partitions: 2, configs: { retention.ms: 4d } }\n';

  test('as JSON in a pipe: one document with the plan and the outcome', async () => {
    const cwd = await folderWith({ 'topics.yaml': wanted });
    const dry = await run(`topics sync topics.yaml --dry-run -o json ${at}`, { cwd });
    const plan = JSON.parse(dry.stdout);
    expect(plan).toMatchObject({
      schema: 'exops.change/v1',
      plan: {
        changes: [
          {
            kind: 'topic',
            name: 'reading.a',
            action: 'change',
            severity: 'safe',
            fields: [{ name: 'retention.ms', before: '259200000', after: '345600000' }],
          },
        ],
      },
      exitCode: 0,
    });
    expect(plan).not.toHaveProperty('outcomes');
    const check = await run(`topics sync topics.yaml --check -o json ${at}`, { cwd });
    expect(JSON.parse(check.stdout).exitCode).toBe(3);
    expect(check.code).toBe(3);
    const applied = await run(`topics sync topics.yaml --yes -o json ${at}`, { cwd });
    expect(JSON.parse(applied.stdout).outcomes).toEqual([
      { kind: 'topic', name: 'reading.a', status: 'done' },
    ]);
    const back = wanted.replace('4d', '3d');
    const restored = await folderWith({ 'topics.yaml': back });
    await run(`topics sync topics.yaml --confirm reading.a ${at}`, { cwd: restored });
  });

  test('on a terminal: the plan, the question, the result; no is no', async () => {
    const cwd = await folderWith({ 'topics.yaml': 'version: 1\ntopics:\n  reading.c:\n' });
    const declined = await run(`topics sync topics.yaml ${at}`, { cwd, tty: true, answers: ['n'] });
    expect(declined.screen).toBe(`kafka · ${bootstrap}
  + reading.c  the cluster's default shape

Plan: 1 to create.
Apply to ${bootstrap}? [y/N] n
Declined. Nothing has changed.
`);
    expect(declined.code).toBe(1);
    const unasked = await run(`topics sync topics.yaml --no-input ${at}`, { cwd, tty: true });
    expect(unasked.code).toBe(2);
    expect(unasked.stderr).toContain('run the command again with: --yes');
  });

  test('-v shows the requests', async () => {
    const { stderr } = await run(`topics list reading.a -v ${at}`);
    expect(stderr).toMatch(/ {2}127\.0\.0\.1:\d+ Metadata v\d+\n/);
  });
});
