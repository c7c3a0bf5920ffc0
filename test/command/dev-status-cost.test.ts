import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

/** Runs in a folder whose environment `dev` has these lines; nothing is to be reached. */
async function inFolder(line: string, environment: string) {
  const cwd = await folderWith({ 'exops.yaml': `version: 1\nenvironments:\n  dev:\n${environment}` });
  const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_EC2_METADATA_DISABLED: 'true' };
  const { code, stdout, stderr } = await run(line, { cwd, env });
  return { code, stdout, stderr: stderr.replaceAll(cwd, '.') };
}

describe.each(['status', 'cost'])('dev %s', (verb) => {
  test('an environment without a sleep list', async () => {
    const { code, stdout, stderr } = await inFolder(`dev ${verb}`, '    aws: { region: ap-northeast-2 }\n');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^The environment dev has no sleep list in \.\/exops\.yaml\.\n/);
  });

  test('no file at all', async () => {
    const { code, stderr } = await run(`dev ${verb}`);
    expect(code).toBe(2);
    expect(stderr).toContain('exops.yaml');
  });

  test('no such environment', async () => {
    const { code, stderr } = await inFolder(`dev ${verb} -e prod`, '    sleep: [{ rdsInstance: a }]\n');
    expect(code).toBe(2);
    expect(stderr).toContain('prod');
  });

  test.each([
    ['-o csv', "error: option '-o, --output <format>' argument 'csv' is invalid."],
    ['--timeout 5', "error: option '--timeout <duration>' argument '5' is invalid."],
    ['mysql', 'error: too many arguments'],
    ['--check', "error: unknown option '--check'"],
    ['--yes', "error: unknown option '--yes'"],
  ])('%s', async (words, message) => {
    const { code, stdout, stderr } = await run(`dev ${verb} ${words}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(message);
  });

  test('help, with examples', async () => {
    const { code, stdout } = await run(`dev ${verb} --help`);
    expect(code).toBe(0);
    expect(stdout).toContain(`$ exops dev ${verb}`);
    expect(stdout).toContain('-o, --output <format>');
  });

  test('a price of another name', async () => {
    const { code, stderr } = await inFolder(
      `dev ${verb}`,
      '    sleep: [{ rdsInstance: a }]\n    prices: { "ec2 t3 large": 1 }\n',
    );
    expect(code).toBe(2);
    expect(stderr).toContain('there is no such price');
  });
});

test('only status can watch', async () => {
  const { code, stderr } = await run('dev cost --watch');
  expect({ code, stderr: stderr.split('\n')[0] }).toEqual({
    code: 2,
    stderr: "error: unknown option '--watch'",
  });
});
