import { describe, expect, test } from 'vitest';
import { folderWith, type RunOptions, run } from '../run.js';

const dev = `
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    sleep: [{ rdsInstance: "\${cfn:dev-Database}" }]
`;

/** Port 1 of this machine: nothing is to be reached. */
const unreached = {
  ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'ap-northeast-2' },
  ...{ AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'canary' },
};

/** Runs in a folder whose environment `dev` has these lines. */
async function inFolder(line: string, environment = dev, options: RunOptions = {}) {
  const cwd = await folderWith({ 'exops.yaml': `version: 1\nenvironments:\n  dev:${environment}` });
  const result = await run(line, { cwd, ...options, env: { ...unreached, ...options.env } });
  expect(result.screen).not.toContain('canary');
  return { ...result, stderr: result.stderr.replaceAll(cwd, '.') };
}

const usage = (stderr: string) => ({ code: 2, stdout: '', stderr });
const times = '--sleep "mon-fri 19:00" --wake "mon-fri 08:00" --timezone Asia/Seoul';
const role = '--role arn:aws:iam::123456789012:role/exops-dev';
const roleHint =
  '  exops makes no roles: exops dev schedule policy prints what this one needs. --role arn:aws:iam::ACCOUNT:role/NAME\n';

describe('exops dev schedule set refuses, before anything is reached', () => {
  test.each([
    [
      '',
      "--sleep says when, and it isn't given.\n  Such as: --sleep 'mon-fri 19:00' --wake 'mon-fri 08:00' --timezone Asia/Seoul --role ARN\n",
    ],
    [
      `--sleep "mon-fri 7pm" --timezone Asia/Seoul ${role}`,
      "--sleep \"mon-fri 7pm\": 7pm is no time of day here: write it in 24 hours, as 19:00.\n  Write it as 'mon-fri 19:00', 'daily 22:30' or 'mon,wed 19:00, sat 14:00'.\n",
    ],
    [
      `--sleep "mon 19:00" ${role}`,
      "--timezone says where the times are from, and it isn't given.\n  Give an IANA name, such as Asia/Seoul, Europe/Berlin or UTC.\n",
    ],
    [`--sleep "mon 19:00" --timezone KST ${role}`, '--timezone "KST": there is no such time zone'],
    [times, `--role names what Scheduler acts as, and it isn't given.\n${roleHint}`],
    [`${times} --role exops-dev`, `--role "exops-dev" is no ARN of a role.\n${roleHint}`],
    [`${times} ${role} --stagger 90s`, '--stagger must be whole minutes, from 1m to 60m.\n'],
    [`${times} ${role} --wakes-to web=0`, '--wakes-to web=0: 0 is asleep.\n'],
    [
      `${times} --role arn:aws:iam::999999999999:role/exops-dev`,
      '--role is of account 999999999999, and the environment is in 123456789012.\n  exops dev schedule policy prints what a role of this account needs.\n',
    ],
  ])('%s', async (flags, message) => {
    const { code, stdout, stderr } = await inFolder(`dev schedule set ${flags}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    if (message.endsWith('\n')) expect(stderr).toBe(message);
    else expect(stderr).toContain(message);
  });

  test('a protected environment', async () => {
    expect(await inFolder(`dev schedule set ${times} ${role}`, `\n    protected: true${dev}`)).toMatchObject(
      usage(
        "The environment dev is protected, and its sleep isn't scheduled. Nothing was reached.\n  ./exops.yaml says protected: true.\n",
      ),
    );
  });

  test('a list that Scheduler can reach nothing of', async () => {
    const workloads =
      '\n    aws: { region: ap-northeast-2 }\n    kubernetes: { namespace: dev }\n    sleep: [{ kubernetesWorkload: deployment/backend }]\n';
    expect(await inFolder(`dev schedule set ${times} ${role}`, workloads)).toMatchObject(
      usage(
        "The sleep list of dev has workloads only, and Scheduler can't reach Kubernetes.\n  Let cron or CI run exops dev sleep and exops dev wake for them.\n",
      ),
    );
  });
});

test.each(['', 'show', 'policy', 'remove', `set ${times} ${role}`])(
  'exops dev schedule %s needs a file',
  async (words) => {
    const { code, stdout, stderr } = await run(`dev schedule ${words}`, { env: unreached });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/exops\.yaml/);
  },
);

test('the table is what schedule alone shows, and an unknown verb is none', async () => {
  expect((await run('help dev schedule')).stdout).toContain('show');
  const { code, stderr } = await inFolder('dev schedule shwo');
  expect(code).toBe(2);
  expect(stderr).toContain("too many arguments for 'show'");
});
