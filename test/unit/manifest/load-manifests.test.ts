import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadManifests } from '../../../src/lib/manifest/load-manifests.js';
import { messageOf } from '../config/failure.js';
import { folderWith } from '../config/folder.js';
import { lines } from './reading.js';

type Files = Readonly<Record<string, string | Uint8Array>>;

const manifest = (...names: readonly string[]) =>
  `version: 1\ntopics: {${names.map((name) => ` ${name}: {}`).join(',')} }\n`;
const noInput = () => Promise.reject(new Error('nobody asked'));
const load = async (files: Files, ...paths: readonly string[]) =>
  loadManifests({ paths, cwd: await folderWith(files), readInput: noInput });
const namesFrom = async (files: Files, ...paths: readonly string[]) =>
  (await load(files, ...paths)).topics.map(({ name }) => name);
const failure = (files: Files, ...paths: readonly string[]) => messageOf(() => load(files, ...paths));

describe('several files', () => {
  test('are one wanted state', async () => {
    const files = {
      'a.yaml': 'version: 1\nenvironment: dev\nscope: { include: ["a*"] }\ntopics: { a1: {} }\n',
      'b.yaml': 'version: 1\nclusterId: c1\ntopics: { b1: {} }\n',
    };
    const state = await load(files, 'a.yaml', 'b.yaml');
    expect(state.topics.map(({ name }) => name)).toEqual(['a1', 'b1']);
    expect(state.scopes).toEqual([{ include: ['a*'], exclude: [] }]);
    expect(state.guards).toEqual([
      { file: 'a.yaml', environment: 'dev', clusterId: undefined },
      { file: 'b.yaml', environment: undefined, clusterId: 'c1' },
    ]);
  });

  test('may not declare a topic twice', async () => {
    const files = { 'a.yaml': manifest('orders'), 'b.yaml': manifest('payments', 'orders') };
    expect(await failure(files, 'a.yaml', 'b.yaml')).toBe(lines`
      b.yaml:2:25 "orders" is declared already, at a.yaml:2
         2 | topics: { payments: {}, orders: {} }
           |                         ^^^^^^
    `);
  });

  test('may not declare names that collide', async () => {
    const files = { 'a.yaml': manifest('orders.dlq'), 'b.yaml': manifest('orders_dlq') };
    expect(await failure(files, 'a.yaml', 'b.yaml')).toBe(lines`
      b.yaml:2:11 "orders_dlq" collides with "orders.dlq" (a.yaml:2): Kafka can't tell "." from "_" here
         2 | topics: { orders_dlq: {} }
           |           ^^^^^^^^^^
    `);
  });

  test('of another tool are no manifests, and can be imported', async () => {
    const files = {
      'a.yaml': 'apiVersion: kafka.strimzi.io/v1beta2\nkind: KafkaTopic\n',
      'b.yaml': 'version: [\n',
    };
    await expect(load(files, 'a.yaml', 'b.yaml')).rejects.toMatchObject({
      hint: 'A file of another tool? exops topics import makes a manifest of it.',
    });
    await expect(load(files, 'b.yaml')).rejects.toMatchObject({ hint: undefined });
  });

  test('are all checked before anything is said', async () => {
    const files = {
      'a.yaml': 'version: 1\ntopics: { a: 1 }\n',
      'b.yaml': manifest('x', 'x.y', 'x_y'),
      'c.yaml': 'version: [\n',
    };
    const message = await failure(files, 'a.yaml', 'b.yaml', 'c.yaml');
    expect(message.match(/^\S+\.yaml:\d+:\d+/gm)).toEqual(['a.yaml:2:14', 'b.yaml:2:27', 'c.yaml:2:1']);
  });

  test('given twice declare everything twice', async () => {
    expect(await failure({ 'a.yaml': manifest('a') }, 'a.yaml', './a.yaml')).toMatch(
      '"a" is declared already, at a.yaml:2',
    );
  });
});

test('forEach may not give a name twice', async () => {
  const text = 'version: 1\ntopics: { "t{n}": { forEach: { n: [1, 1] } } }\n';
  expect(await failure({ 'a.yaml': text }, 'a.yaml')).toMatch('"t1" is declared already, at a.yaml:2');
});

describe('a folder', () => {
  test('gives its .yaml and .yml files, also those in its folders, in the order of their names', async () => {
    const files = {
      'topics/z.yml': manifest('z'),
      'topics/a.yaml': manifest('a'),
      'topics/deep/er/c.yaml': manifest('c'),
      'topics/notes.txt': 'no manifest',
      'topics/a.yaml.orig': 'no manifest',
      'topics/.hidden.yaml': 'no manifest',
      'topics/.git/d.yaml': 'no manifest',
      'topics/exops.yaml': 'no manifest',
    };
    expect(await namesFrom(files, 'topics')).toEqual(['a', 'c', 'z']);
  });

  test('of 200 files is read whole', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`topics/${index}.yaml`, manifest(`t${index}`)]),
    );
    expect(new Set(await namesFrom(files, 'topics')).size).toBe(200);
  });

  test('without manifests is a mistake', async () => {
    expect(await failure({ 'topics/readme.md': '' }, 'topics')).toBe(
      'No manifests in topics: it holds no .yaml or .yml file.',
    );
  });

  test('is named by its files in messages', async () => {
    const message = await failure({ 'topics/deep/c.yaml': 'version: 2\ntopics: {}\n' }, 'topics');
    expect(message).toMatch(/^topics\/deep\/c\.yaml:1:10 version: expected 1, got 2/);
  });

  test('may be reached by a link', async () => {
    const cwd = await folderWith({ 'real/a.yaml': manifest('a') });
    await symlink(join(cwd, 'real'), join(cwd, 'topics'));
    const { topics } = await loadManifests({ paths: ['topics'], cwd, readInput: noInput });
    expect(topics.map(({ name }) => name)).toEqual(['a']);
  });
});

describe('a file that can not be read', () => {
  const mebibyte = 1024 * 1024;

  test.each([
    ['missing.yaml', 'No such file: missing.yaml'],
    ['large.yaml', 'large.yaml is too large: 50 MiB, at most 5 MiB.'],
    ['binary.yaml', "binary.yaml isn't a text file."],
  ])('%s', async (path, message) => {
    const files = {
      'large.yaml': new Uint8Array(50 * mebibyte).fill(32),
      'binary.yaml': new Uint8Array([0x76, 0x00, 0xff]),
    };
    expect(await failure(files, path)).toBe(message);
  });

  test('is named by its whole path when it lies elsewhere', async () => {
    expect(await failure({}, '/nowhere/topics.yaml')).toBe('No such file: /nowhere/topics.yaml');
  });
});

describe('standard input', () => {
  const read = (text: string) =>
    loadManifests({ paths: ['-'], cwd: '/', readInput: () => Promise.resolve(Buffer.from(text)) });

  test('is a manifest, too', async () => {
    expect((await read(manifest('a'))).topics.map(({ name }) => name)).toEqual(['a']);
  });

  test('is held to the same rules, and named in messages', async () => {
    expect(await messageOf(() => read('version: 1\n'))).toMatch(/^standard input:1:1 "topics" is missing/);
    expect(await messageOf(() => read(' '.repeat(6 * 1024 * 1024)))).toMatch('standard input is too large');
    expect(await messageOf(() => read('version: 1\u0000'))).toBe("standard input isn't a text file.");
  });
});
