import { spawn } from 'node:child_process';
import { expect, inject, test } from 'vitest';
import { kcat } from '../integration/messages/kcat.js';
import { kafkaTool } from '../lab/kafka/tools.js';
import { executable } from './exops.js';

const { bootstrap } = inject('kafka');

test('messages for a reader that leaves after the first: one line, no error, and 0', async () => {
  const lines = Array.from({ length: 20_000 }, (_, index) => `${index} ${'x'.repeat(200)}\n`).join('');
  await kafkaTool(bootstrap, 'topics', ['--create', '--topic', 'e2e.peek-pipe']);
  await kcat(['-P', '-b', bootstrap, '-t', 'e2e.peek-pipe'], lines);
  const script =
    '{ "$0" "$1" messages peek e2e.peek-pipe --from start --brokers "$2"; echo "status $?" >&2; } | head -n 1';
  const child = spawn('/bin/sh', ['-c', script, process.execPath, executable, bootstrap]);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    said.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    said.err += chunk;
  });
  await new Promise((resolve) => child.once('close', resolve));
  expect(JSON.parse(said.out)).toMatchObject({ topic: 'e2e.peek-pipe', offset: 0 });
  expect(said.err).toMatch(/\nstatus 0\n$/);
  expect(said.err).not.toMatch(/EPIPE|mistake/);
});
