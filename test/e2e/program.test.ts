import { spawn } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, inject, test } from 'vitest';
import { parse } from 'yaml';
import { runCommand } from '../lab/run-command.js';
import { folderWith } from '../run.js';
import { executable, exops, start } from './exops.js';

const { bootstrap } = inject('kafka');

test('help and version say what they should, on stdout', async () => {
  const help = await exops(['--help']);
  expect(help).toMatchObject({ code: 0, stderr: '' });
  expect(help.stdout).toContain('Usage: exops [options] [command]');
  const { version } = JSON.parse(await readFile('package.json', 'utf8'));
  expect(await exops(['--version'])).toMatchObject({ code: 0, stdout: `${version}\n` });
});

test('a slip on the command line is answered with the nearest word and exit code 2', async () => {
  const command = await exops(['topics', 'snyc']);
  expect(command).toMatchObject({ code: 2, stdout: '' });
  expect(command.stderr).toContain('(Did you mean sync?)');
  expect(await exops(['topics', 'list', '--outptu', 'json'])).toMatchObject({ code: 2 });
  expect(await exops(['topics', 'list', '-o', 'xml'])).toMatchObject({ code: 2 });
});

test('help reaches no configuration: a broken one does not matter', async () => {
  const cwd = await folderWith({ 'exops.yaml': ': not yaml' });
  expect(await exops(['topics', 'sync', '--help'], { cwd })).toMatchObject({ code: 0, stderr: '' });
});

test('a reader that goes away early is no error', async () => {
  const child = spawn('/bin/sh', [
    '-c',
    `{ "$0" "$1" topics describe --internal --defaults --brokers "$2"; echo "status $?" >&2; } | head -n 1`,
    ...[process.execPath, executable, bootstrap],
  ]);
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(said).toContain('status 0');
  expect(said).not.toMatch(/EPIPE|mistake/);
});

test('a large answer arrives whole in a pipe', async () => {
  const many = Array.from({ length: 300 }, (_, index) => `  e2e-pipe.${index}:\n`).join('');
  const cwd = await folderWith({
    'topics.yaml': `version: 1\nscope: { include: ["e2e-pipe.*"] }\ntopics:\n${many}`,
  });
  expect(
    await exops(['topics', 'sync', 'topics.yaml', '--yes', '--brokers', bootstrap], { cwd }),
  ).toMatchObject({
    code: 0,
  });
  const described = await exops([
    'topics',
    'describe',
    'e2e-pipe.*',
    '--defaults',
    '-o',
    'json',
    '--brokers',
    bootstrap,
  ]);
  expect(described.code).toBe(0);
  expect(JSON.parse(described.stdout).topics).toHaveLength(300);
  const none = await folderWith({
    'topics.yaml': 'version: 1\nscope: { include: ["e2e-pipe.*"] }\ntopics: {}\n',
  });
  const pruned = await exops(
    ['topics', 'sync', 'topics.yaml', '--prune', '--confirm', '300 topics', '--brokers', bootstrap],
    { cwd: none },
  );
  expect(pruned.code).toBe(0);
});

test('SIGTERM while waiting ends with 143', async () => {
  const { silentPort } = await import('../lab/faulty-listeners.js');
  const port = await silentPort();
  const started = start(['topics', 'list', '--brokers', port.bootstrap]);
  await new Promise((resolve) => started.child.stderr?.once('data', resolve));
  started.child.kill('SIGTERM');
  const { code, stderr } = await started.finished;
  await port.stop();
  expect(code).toBe(143);
  expect(stderr).toContain('Interrupted.');
});

describe('completion', () => {
  test('the words that fit', async () => {
    const words = async (...typed: string[]) => {
      const { stdout } = await exops(['complete', '--', ...typed]);
      return stdout.split('\n').map((line) => line.split('\t')[0]);
    };
    const ours = ['topics', 'groups', 'messages', 'cluster', 'connect', 'ssh-config', 'host'];
    const tools = ['rpk', 'kafka-configs', 'kafka-consumer-groups', 'kafka-topics'];
    expect(await words('')).toEqual([
      ...ours,
      ...tools,
      'msk',
      'k8s',
      'dev',
      'doctor',
      'aws',
      'config',
      'completion',
      'help',
      '',
    ]);
    expect(await words('topics', 's')).toEqual(['sync', '']);
    expect(await words('topics', 'sync', '--pru')).toEqual(['--prune', '']);
    expect(await words('topics', 'list', '-o', '')).toEqual(['table', 'json', 'yaml', 'name', '']);
    expect(await words('topics', 'sync', '')).toEqual(['']);
    expect(await words('completion', '')).toEqual(['bash', 'zsh', 'fish', '']);
    expect(await words('help', 'to')).toEqual(['topics', '']);
  });

  test('in bash: it completes, may be sourced twice, and runs nothing that stands on the line', async () => {
    const { stdout: script } = await exops(['completion', 'bash']);
    const cwd = await folderWith({ 'completion.bash': script, 'precious.yaml': 'precious' });
    const exopsFunction = `exops() { "${process.execPath}" "${executable}" "$@"; }`;
    const tried = await runCommand(
      'bash',
      [
        '-c',
        `${exopsFunction}
         source completion.bash; source completion.bash
         COMP_WORDS=(exops topics export '>' precious.yaml '$(touch injected)' '--br'); COMP_CWORD=6
         _exops; echo "\${COMPREPLY[*]}"`,
      ],
      { cwd },
    );
    expect(tried).toBe('--brokers\n');
    expect(await readFile(join(cwd, 'precious.yaml'), 'utf8')).toBe('precious');
    expect(await readdir(cwd)).not.toContain('injected');
  });
});

test.each(['topics list', 'topics describe', 'config view'])(
  '%s prints YAML that can be read',
  async (line) => {
    const { stdout, code } = await exops([...line.split(' '), '-o', 'yaml', '--brokers', bootstrap]);
    expect(code).toBe(0);
    expect(parse(stdout).schema).toMatch(/^exops\./);
  },
);

test('an output that can not be written is an error', async () => {
  const said = await runCommand('bash', [
    '-c',
    `"${process.execPath}" "${executable}" topics list --internal -o json --brokers ${bootstrap} 2>&1 >/dev/full; echo "status $?"`,
  ]);
  expect(said).toMatch(/Can't write the output: .*ENOSPC.*\nstatus 1\n$/);
});
