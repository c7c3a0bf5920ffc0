import { spawn } from 'node:child_process';
import { expect, inject, test } from 'vitest';
import { commit } from '../integration/groups/commit.js';
import { kafkaTool } from '../lab/kafka/tools.js';
import { executable } from './exops.js';

const { bootstrap } = inject('kafka');

test('a watch for a reader that leaves after the first line ends by itself, without an error and with 0', async () => {
  await kafkaTool(bootstrap, 'topics', ['--create', '--topic', 'e2e.watch-pipe']);
  await commit(bootstrap, { 'e2e-watch-pipe': [['e2e.watch-pipe', 0, 0n]] });
  const script =
    '{ "$0" "$1" groups lag e2e-watch-pipe --watch --every 1s --brokers "$2"; echo "status $?" >&2; } | head -n 1';
  const child = spawn('/bin/sh', ['-c', script, process.execPath, executable, bootstrap]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(said.out).toMatch(/Z\te2e-watch-pipe\tEmpty\t/);
  expect(said.err).toMatch(/\nstatus 0\n$/);
  expect(said.err).not.toMatch(/EPIPE|mistake/);
});
