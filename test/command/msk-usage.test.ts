import { describe, expect, test } from 'vitest';
import { run } from '../run.js';

/** Port 1 of this machine: nothing is to be reached. */
const env = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'none',
  AWS_REGION: 'ap-northeast-2',
};
const arn = 'arn:aws:kafka:ap-northeast-2:123456789012:cluster/liquibook-msk/aaaa-1';

describe('msk policy is refused before anything is reached', () => {
  test.each<[string, string]>([
    [
      '',
      '--for is missing: what is the policy for?\n  --for admin keeps topics, --for producer writes, --for consumer reads; it may be repeated.\n',
    ],
    [
      '--for producer',
      '--topic is missing: which topics is the policy for?\n  Write names, or beginnings as in --topic "orders.*". For all of the cluster: --topic "*"\n',
    ],
    [
      '--for consumer --topic a',
      '--group is missing: a consumer reads as a member of a group.\n  Write names, or beginnings as in --group "audit-*". For any: --group "*"\n',
    ],
    [
      '--for producer --topic a*b',
      '--topic "a*b": "*" can stand only at the end.\n  Write a name, the beginning of names and a *, or * for all.\n',
    ],
    [
      '--for consumer --topic a --group g --transactional-id t',
      '--transactional-id: a consumer has none.\n  A producer has: --for consumer --for producer\n',
    ],
    [
      '--for producer --topic a --cluster-policy',
      '--cluster-policy needs --principal: whom shall the cluster let in?\n  A role or user of another account by its ARN, or the account by its twelve digits.\n',
    ],
    [
      '--for reader --topic a',
      "error: option '--for <purpose>' argument 'reader' is invalid. Allowed choices are admin, producer, consumer.\n",
    ],
    ['--for producer --topic ""', "error: option '--topic <pattern>' argument '' is invalid. It is empty.\n"],
    [
      '--for producer --topic a --principal kim',
      '--principal kim is no role, user or account.\n  Name a role or user by its ARN, arn:aws:iam::ACCOUNT:role/NAME, or an account by its twelve digits.\n',
    ],
  ])('%s', async (flags, stderr) => {
    expect(await run(`msk policy ${arn} ${flags}`, { env })).toMatchObject({ code: 2, stdout: '', stderr });
  });
});

describe('an ARN', () => {
  test('that is none of a cluster', async () => {
    const topic = `${arn.replace(':cluster/', ':topic/')}/orders`;
    for (const verb of ['policy --for producer --topic a', 'brokers', 'describe'])
      expect(await run(`msk ${verb} ${topic}`, { env })).toMatchObject({
        ...{ code: 2, stdout: '' },
        stderr: `${topic} is no ARN of an MSK cluster.\n  It looks like: arn:aws:kafka:REGION:ACCOUNT:cluster/NAME/UUID. A name does, too: exops msk list\n`,
      });
  });

  test('has all that a policy of a role needs: no network, no configuration, no credentials', async () => {
    const line = `msk policy ${arn} --for producer --for consumer --topic orders --group g`;
    const piped = await run(line);
    expect(piped).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(piped.stdout).Statement.map(({ Sid }: { Sid: string }) => Sid)).toEqual([
      'Cluster',
      'Topics',
      'Groups',
    ]);
    expect((await run(line, { tty: true, columns: 20 })).stdout).toBe(piped.stdout);
    const cli = await run(`${line} --as cli --principal arn:aws:iam::123456789012:user/kim`);
    expect(cli.stdout).toMatch(
      /^aws iam put-user-policy --user-name kim --policy-name liquibook-msk-producer-consumer --policy-document '\{.*\}'\n$/,
    );
  });

  test('and a principal of another account: what else it takes', async () => {
    const there = arn.replace('123456789012', '999999999999');
    const line = `msk policy ${there} --for producer --topic a --principal arn:aws:iam::123456789012:role/app`;
    expect((await run(line)).stderr).toBe(
      'The principal is of account 123456789012: the cluster must let it in, too: --cluster-policy\n',
    );
  });
});
