import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

describe.each(['info', 'health', 'check'])('cluster %s', (verb) => {
  test.each([
    ['-o csv', "error: option '-o, --output <format>' argument 'csv' is invalid."],
    ['orders', 'error: too many arguments'],
    ['--timeout 5', "error: option '--timeout <duration>' argument '5' is invalid."],
    ['--auth kerberos', "error: option '--auth <mechanism>' argument 'kerberos' is invalid."],
    ['--brokers nowhere:x', 'nowhere:x'],
  ])('%s', async (words, message) => {
    const { code, stdout, stderr } = await run(`cluster ${verb} ${words}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('without any cluster', async () => {
    const cwd = await folderWith({ 'exops.yaml': 'version: 1\nenvironments:\n  dev: {}\n' });
    const { code, stderr } = await run(`cluster ${verb}`, { cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('The environment dev has no cluster in ');
  });

  test('nobody answers', async () => {
    const { code, stdout, stderr } = await run(`cluster ${verb} --brokers 127.0.0.1:1`);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('127.0.0.1:1');
  });

  test('help, with examples', async () => {
    const { code, stdout } = await run(`cluster ${verb} --help`);
    expect(code).toBe(0);
    expect(stdout).toContain(`$ exops cluster ${verb}`);
  });
});

test.each([
  ['health --check --watch', "error: option '--check' cannot be used with option '-w, --watch'"],
  ['health --topic', "error: option '--topic <pattern>' argument missing"],
  ['health --topic ""', "error: option '--topic <pattern>' argument '' is invalid. It is empty."],
  ['info --check', "error: unknown option '--check'"],
  ['info --watch', "error: unknown option '--watch'"],
  [
    'check --records 0',
    "error: option '--records <count>' argument '0' is invalid. Write a whole number from 1 to 10,000.",
  ],
  [
    'check --size 1MiB',
    "error: option '--size <bytes>' argument '1MiB' is invalid. Write a whole number from 1 to 1,000,000.",
  ],
  ['check --topic', "error: option '--topic <name>' argument missing"],
  ['inof', "error: unknown command 'inof'"],
])('cluster %s', async (words, message) => {
  const { code, stdout, stderr } = await run(`cluster ${words}`);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(message);
});
