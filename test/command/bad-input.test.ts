import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

const nowhere = '--brokers 127.0.0.1:1';

async function sync(files: Readonly<Record<string, string>>, rest = `topics.yaml ${nowhere}`) {
  return run(`topics sync ${rest}`, { cwd: await folderWith(files) });
}

describe('a manifest that can not be used is refused before anything is reached', () => {
  test('no such file', async () => {
    expect(await sync({}, `none.yaml ${nowhere}`)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: 'No such file: none.yaml\n',
    });
  });

  test('not YAML', async () => {
    expect(await sync({ 'topics.yaml': 'version: 1\ntopics: {a: [}\n' })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^topics\.yaml:2:14 not valid YAML: .*\n {3}2 \| topics: \{a: \[\}\n/),
    });
  });

  test('tabs', async () => {
    expect(await sync({ 'topics.yaml': 'version: 1\ntopics:\n\ta:\n' })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('topics.yaml:3:1 tabs can not indent YAML: use spaces'),
    });
  });

  test('an unknown key, with the nearest known one', async () => {
    const text = 'version: 1\ntopics:\n  reservation.events:\n    retension: 3d\n';
    expect(await sync({ 'topics.yaml': text })).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `topics.yaml:4:5 unknown key "retension" (did you mean "retention.ms"?)
   4 |     retension: 3d
     |     ^^^^^^^^^
`,
    });
  });

  test('several mistakes in several files, all named', async () => {
    const result = await sync(
      {
        'all/a.yaml': 'version: 1\ntopics:\n  a.b: { partitions: 0 }\n',
        'all/b.yaml': 'version: 1\ntopics:\n  x: { configs: { retention.ms: 3 dayz } }\n  "sp ace":\n',
      },
      `all ${nowhere}`,
    );
    expect(result.stderr).toContain(
      'all/a.yaml:3:22 partitions: expected a whole number of partitions, at least 1',
    );
    expect(result.stderr).toContain(
      'all/b.yaml:3:33 retention.ms: expected a duration such as 3d, 12h or 259200000 (milliseconds), got "3 dayz"',
    );
    expect(result.stderr).toContain(`all/b.yaml:4:3 " " can't stand in a topic's name`);
    expect(result.code).toBe(2);
  });

  test('50 MB', async () => {
    const cwd = await folderWith({});
    await writeFile(join(cwd, 'big.yaml'), Buffer.alloc(50 * 1024 * 1024, 'a: b\n'));
    expect(await run(`topics sync big.yaml ${nowhere}`, { cwd })).toMatchObject({
      code: 2,
      stderr: 'big.yaml is too large: 50 MiB, at most 5 MiB.\n',
    });
  });

  test('a binary file', async () => {
    const cwd = await folderWith({});
    await writeFile(join(cwd, 'bin.yaml'), Buffer.from([0x7f, 0x45, 0, 1]));
    expect(await run(`topics sync bin.yaml ${nowhere}`, { cwd })).toMatchObject({
      code: 2,
      stderr: "bin.yaml isn't a text file.\n",
    });
  });

  test('an empty folder', async () => {
    const cwd = await folderWith({});
    await mkdir(join(cwd, 'none'));
    expect(await run(`topics sync none ${nowhere}`, { cwd })).toMatchObject({
      code: 2,
      stderr: 'No manifests in none: it holds no .yaml or .yml file.\n',
    });
  });

  test('a folder of 200 files is read as one, and a name in two of them is found', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [
        `many/${index}.yaml`,
        `version: 1\ntopics: { t${index % 199}: }\n`,
      ]),
    );
    expect(await sync(files, `many ${nowhere}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"t0" is declared already, at many/0.yaml:2'),
    });
  });

  test('a manifest for another environment', async () => {
    const files = {
      'exops.yaml': 'version: 1\nenvironments: { dev: { cluster: { brokers: ["127.0.0.1:1"] } } }\n',
      'topics.yaml': 'version: 1\nenvironment: prod\ntopics: {}\n',
    };
    expect(await sync(files, 'topics.yaml -e dev')).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'topics.yaml is for the environment prod, and this is dev. Nothing was reached.\n  Choose it with --env prod, or give the manifest that belongs here.\n',
    });
  });
});

describe('a command line that can not be meant', () => {
  test('no manifest at all', async () => {
    expect(await run(`topics sync ${nowhere}`)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('No manifest: nothing says which topics there should be.'),
    });
  });

  test('--prune without a scope', async () => {
    expect(
      await sync({ 'topics.yaml': 'version: 1\ntopics: {}\n' }, `topics.yaml --prune ${nowhere}`),
    ).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--prune needs a scope: nothing says which topics the manifests own.'),
    });
  });

  test('no cluster', async () => {
    const result = await run('topics list');
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('--brokers');
  });

  test.each([
    ['--throttle fast', '--throttle: expected a size such as 50MiB, or none, got "fast".'],
    ['--timeout 5', 'Write it as 30s, 2m or 500ms.'],
    ['--timeout 0s', 'Write it as 30s, 2m or 500ms.'],
    ['-o xml', 'Allowed choices are table, json, yaml.'],
    ['--password x', "unknown option '--password'"],
  ])('%s', async (flag, message) => {
    const result = await sync(
      { 'topics.yaml': 'version: 1\ntopics: {}\n' },
      `topics.yaml ${nowhere} ${flag}`,
    );
    expect(result.code).toBe(2);
    expect(result.stderr).toContain(message);
  });
});

test.each([
  ['sync', 'Did you mean: exops topics sync'],
  ['frobnicate', 'See: exops --help'],
  ['--brokers x:1 topics list', 'Options stand after the command'],
  ['topics list --password x', 'A password comes from EXOPS_PASSWORD'],
])('%s: says what to type instead', async (line, hint) => {
  const result = await run(line);
  expect(result.code).toBe(2);
  expect(result.stderr).toContain(hint);
});

describe('config', () => {
  const config = `version: 1
environments:
  dev:
    cluster:
      brokers: ["10.0.0.1:9092"]
      auth: { mechanism: scram, username: ops, password: "\${env:DEV_PASSWORD}" }
    topics: topics.yaml
`;

  test('view shows where each setting comes from, and no secret', async () => {
    const cwd = await folderWith({ 'exops.yaml': config });
    const env = { DEV_PASSWORD: 'hunter2', EXOPS_USERNAME: 'kim' };
    const result = await run('config view --brokers b:1 -e dev', { cwd, env });
    expect(result.stdout).toContain('cluster.brokers\tb:1\t--brokers\n');
    expect(result.stdout).toContain('cluster.auth.username\tkim\tEXOPS_USERNAME\n');
    expect(result.stdout).toMatch(/cluster\.auth\.password\t•+\texops\.yaml:6\n/);
    expect(result.stdout).not.toContain('hunter2');
    expect(result.code).toBe(0);
    const json = await run('config view -o json', { cwd, env });
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 'exops.config/v1', environment: 'dev' });
  });

  test('validate checks the file and the manifests it names', async () => {
    const cwd = await folderWith({ 'exops.yaml': config, 'topics.yaml': 'version: 1\ntopics: { a: }\n' });
    expect(await run('config validate', { cwd })).toMatchObject({
      code: 0,
      stderr: '✓ exops.yaml: 1 environment, 1 manifest\n',
    });
    await writeFile(join(cwd, 'topics.yaml'), 'version: 1\ntopic: { a: }\n');
    const broken = await run('config validate', { cwd });
    expect(broken.stderr).toContain('topics.yaml:2:1 unknown key "topic" (did you mean "topics"?)');
    expect(broken.code).toBe(2);
  });
});

test('an unknown command of a noun points to the help of that noun', async () => {
  const { code, stderr } = await run('topics lst');
  expect([code, stderr.split('\n').at(-2)]).toEqual([2, '  See: exops topics --help']);
});
