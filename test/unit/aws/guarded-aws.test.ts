import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import { guardedAws } from '../../../src/lib/aws/guarded-aws.js';

const own = '123456789012';

/** Notes which calls were made; `release` answers the question who it is. */
function recording(accountId: string) {
  const calls: string[] = [];
  let release = () => {};
  const identity = new Promise<{ accountId: string; arn: string }>((resolve) => {
    release = () => resolve({ accountId, arn: `arn:aws:iam::${accountId}:user/kim` });
  });
  const service = () =>
    new Proxy({} as never, {
      get: (_, name) => async () => {
        calls.push(String(name));
        return 'answer';
      },
    });
  const aws: Aws = {
    region: 'ap-northeast-2',
    identity: () => {
      calls.push('identity');
      return identity;
    },
    ec2: service(),
    instanceConnect: service(),
    cloudFormation: service(),
    secretsManager: service(),
    ssm: service(),
  };
  return { aws: guardedAws(aws, own, new AbortController().signal), calls, release: () => release() };
}

type Call = (aws: Aws) => Promise<unknown>;

const questions: readonly Call[] = [
  (aws) => aws.ec2.describeInstances({ ids: [] }),
  (aws) => aws.ec2.describeConnectEndpoints('vpc-1'),
  (aws) => aws.ec2.consoleOutput('i-1'),
  (aws) => aws.cloudFormation.exports([]),
  (aws) => aws.cloudFormation.outputs('stack'),
  (aws) => aws.ssm.isManaged('i-1'),
];
const endpoint = { id: '', dnsName: '', subnetId: '', availabilityZone: '', securityGroupIds: [] };
const deeds: readonly Call[] = [
  (aws) => aws.ec2.setTag('i-1', 'key', 'value'),
  (aws) => aws.instanceConnect.sendPublicKey({ instanceId: 'i-1', user: 'u', key: 'k' }),
  (aws) => aws.instanceConnect.signTunnel({ endpoint, privateAddress: '10.0.0.1', port: 22 }),
  (aws) => aws.secretsManager.values(['secret']),
  (aws) => aws.ssm.parameters(['/p']),
  (aws) => aws.ssm.runScript('i-1', 'true'),
  (aws) => aws.ssm.startSshSession('i-1', 22),
];

describe('guardedAws', () => {
  it.each(questions)('asks along with who it is, and waits for that: %s', async (call) => {
    const { aws, calls, release } = recording(own);
    const answer = call(aws);
    expect(calls).toHaveLength(2);
    release();
    expect(await answer).toBe('answer');
  });

  it.each(deeds)('does nothing before it is known who it is: %s', async (call) => {
    const { aws, calls, release } = recording(own);
    const answer = call(aws);
    await Promise.resolve();
    expect(calls).toEqual(['identity']);
    release();
    expect(await answer).toBe('answer');
  });

  it.each([...questions, ...deeds])('refuses another account: %s', async (call) => {
    const { aws, release } = recording('999999999999');
    release();
    await expect(call(aws)).rejects.toThrow(
      'The AWS credentials are of account 999999999999 (arn:aws:iam::999999999999:user/kim), and aws.accountId is 123456789012.',
    );
  });

  it('refuses without doing anything', async () => {
    const { aws, calls, release } = recording('999999999999');
    release();
    await Promise.allSettled(deeds.map((call) => call(aws)));
    expect(calls).toEqual(['identity']);
  });
});
