import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printable } from '../../src/lib/terminal/printable.js';
import { folderWith, run } from '../run.js';

const topicctl = (name: string, more = '') =>
  `meta: { name: ${name}, cluster: main, environment: dev, region: eu }\nspec: { partitions: 3, replicationFactor: 2, settings: { retention.ms: 259200000 }${more} }\n`;

const manifest = `version: 1
defaults:
  partitions: 3
  replicationFactor: 2
topics:
  orders:
    configs:
      retention.ms: 3d
  users:
    configs:
      retention.ms: 3d
`;

const lossy = {
  'defs/a.yaml': topicctl('orders', ', placement: { strategy: static }'),
  'defs/b.yaml': topicctl('users'),
};

test('the manifest is on stdout, the report on stderr, within the width of a terminal', async () => {
  const cwd = await folderWith({
    ...lossy,
    'defs/cluster.yaml': 'meta: { name: main }\nspec: { bootstrapAddrs: [] }\n',
  });
  const { stdout, stderr, code } = await run('topics import defs', { cwd, tty: true });
  expect(stdout).toBe(manifest);
  expect(stderr).toBe(`Not translated:
  defs/a.yaml:2  orders: placement static
      A manifest doesn't say which broker has which replica. Those of a topic
      that is there stay where they are; Kafka places those of a new one.
Left aside, and no part of a manifest:
  defs/cluster.yaml:1  topicctl's cluster
      Where a cluster is stands in exops.yaml; its clusterID may stand in the
      manifest as clusterId.
✓ 2 topics of 3 files · 1 thing not translated
`);
  expect(code).toBe(0);
});

test('what was written is a manifest that exops.yaml may name', async () => {
  const cwd = await folderWith({
    ...lossy,
    'exops.yaml':
      'version: 1\nenvironments: { dev: { cluster: { kind: kafka, brokers: ["127.0.0.1:1"] }, topics: topics.yaml } }\n',
  });
  const written = await run('topics import defs --write topics.yaml', { cwd });
  expect(written).toMatchObject({ code: 0, stdout: '' });
  expect(written.stderr).toMatch(/✓ 2 topics of 2 files written to topics\.yaml · 1 thing not translated\n$/);
  expect(await readFile(join(cwd, 'topics.yaml'), 'utf8')).toBe(manifest);
  expect(await run('config validate', { cwd })).toMatchObject({ code: 0 });
  // The second time it is there, and is one of the files that are read.
  expect(await run('topics import . --write topics.yaml', { cwd })).toMatchObject({
    code: 2,
    stderr: 'topics.yaml is there already.\n  --force replaces it.\n',
  });
  await writeFile(join(cwd, 'topics.yaml'), 'version: 1\ntopics: {}\n');
  expect(await run('topics import . --write topics.yaml --force', { cwd })).toMatchObject({ code: 0 });
  expect(await readFile(join(cwd, 'topics.yaml'), 'utf8')).toBe(manifest);
  expect((await readdir(cwd)).sort()).toEqual(['defs', 'exops.yaml', 'topics.yaml']);
});

test('--check writes nothing, and ends with 3 when something was lost', async () => {
  const cwd = await folderWith(lossy);
  expect(await run('topics import defs --check', { cwd })).toMatchObject({ code: 3, stdout: '' });
  const fine = await run('topics import defs/b.yaml --check', { cwd });
  expect(fine).toMatchObject({ code: 0, stdout: '', stderr: '✓ 1 topic of 1 file · all translated\n' });
});

test('from standard input, as a document', async () => {
  const input = topicctl('orders', ', placement: { strategy: static }');
  const { stdout, stderr, code } = await run('topics import - -o json', { input });
  expect(JSON.parse(stdout)).toEqual({
    schema: 'exops.topics-import/v1',
    topics: [
      {
        ...{ name: 'orders', partitions: 3, replicationFactor: 2, configs: { 'retention.ms': '259200000' } },
        at: { file: 'standard input', line: 1 },
      },
    ],
    remarks: [
      {
        ...{ kind: 'untranslated', at: { file: 'standard input', line: 2 }, topic: 'orders' },
        ...{
          what: 'placement static',
          why: expect.stringContaining('which broker has which replica'),
          also: null,
        },
      },
    ],
    manifest: expect.stringContaining('retention.ms: 3d'),
    written: null,
  });
  expect([stderr, code]).toEqual(['✓ 1 topic of 1 file · 1 thing not translated\n', 0]);
});

test('no topics are no manifest', async () => {
  const cwd = await folderWith({ 'defs/a.yaml': 'services: {}\n', 'defs/b.yaml': 'a: [\n' });
  const { stdout, stderr, code } = await run('topics import defs --write topics.yaml', { cwd });
  expect([stdout, code]).toEqual(['', 1]);
  expect(stderr).toMatch(/defs\/b\.yaml:\d+ {2}not read\n/);
  expect(stderr).toMatch(/✗ no topics: nothing in 2 files is a definition that a manifest can hold\n$/);
  expect(await readdir(cwd)).toEqual(['defs']);
});

test('nothing in a file acts on the terminal', async () => {
  const input =
    'resource "kafka_topic" "x" {\n  name = "a\\u001b[31m\\u202e"\n  more = "\u001b]0;x\u0007"\n}\n';
  for (const output of ['manifest', 'json', 'yaml']) {
    const { screen } = await run(`topics import - -o ${output}`, { input, tty: true });
    const shown = screen.split('\n');
    expect(shown.map(printable)).toEqual(shown);
  }
});

test.each<[string, string]>([
  ['', "error: missing required argument 'definitions'\n"],
  ['none.yaml', 'No such file: none.yaml\n'],
  ['. --force', '--force replaces the file of --write: name one.\n'],
  ['. --check --write x', '--check writes nothing: leave --write out.\n'],
  ['. --write sub', 'sub is a folder, not a file.\n'],
  ['. --write nowhere/x.yaml', "nowhere/x.yaml can't be written: its folder isn't there.\n"],
  ['sub', 'Nothing to import in sub: it holds no .yaml, .yml, .tf or .json file.\n'],
  [
    '. --from kafka',
    "error: option '--from <tool>' argument 'kafka' is invalid. Allowed choices are topicctl, strimzi, jikkou, kafka-gitops, julie, terraform.\n",
  ],
])('topics import %s', async (line, stderr) => {
  const cwd = await folderWith({ 'sub/readme.txt': '' });
  expect(await run(`topics import ${line}`, { cwd })).toMatchObject({ code: 2, stdout: '', stderr });
});
