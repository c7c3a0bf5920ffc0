import { describe, expect, test } from 'vitest';
import { folderWith, run } from '../run.js';

/** Port 1 of this machine: nothing is to be reached. */
const env = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'ap-northeast-2',
};

describe('dev leftovers is refused before anything is reached', () => {
  test.each<[string, string]>([
    [
      '',
      'Neither --prefix nor --tag is given, and everything in the account would match. Nothing was read.\n  Name the environment: --prefix exchange-dev- or --tag project=exchange-dev\n',
    ],
    [
      '--delete --confirm "3 volumes"',
      'Neither --prefix nor --tag is given, and everything in the account would match. Nothing was read.\n  Name the environment: --prefix exchange-dev- or --tag project=exchange-dev\n',
    ],
    ['--prefix de', '--prefix "de" is too short: with less than 3 characters too much matches.\n'],
    ['--prefix ""', "error: option '--prefix <text>' argument '' is invalid. It is empty.\n"],
    ['--tag Team', '--tag: expected KEY=VALUE, got "Team".\n'],
    ['--prefix dev- --older-than soon', '--older-than: expected an age as in 7d or 12h, got "soon".\n'],
    ['--prefix dev- --yes', '--yes goes with --delete; without it, this only lists.\n'],
    ['--prefix dev- --check', '--check goes with --delete; without it, this only lists.\n'],
    ['--prefix dev- --confirm vol-1', '--confirm goes with --delete; without it, this only lists.\n'],
    ['--prefix dev- --dry-run', '--dry-run goes with --delete; without it, this only lists.\n'],
  ])('%s', async (flags, stderr) => {
    expect(await run(`dev leftovers ${flags}`, { env })).toMatchObject({ code: 2, stdout: '', stderr });
  });

  test('without a region', async () => {
    const result = await run('dev leftovers --prefix dev-', { env: { ...env, AWS_REGION: '' } });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('No AWS region is given.');
  });

  test('for an environment that the file does not have', async () => {
    const cwd = await folderWith({ 'exops.yaml': 'version: 1\nenvironments:\n  dev: {}\n' });
    const result = await run('dev leftovers --prefix dev- -e prod', { env, cwd });
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toContain('has no environment "prod"');
  });
});
