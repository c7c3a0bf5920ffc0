import { describe, expect, it } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import { guardedAws } from '../../../src/lib/aws/guarded-aws.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';

const own = '123456789012';

/** What changes nothing and isn't secret; everything else is a deed. */
const questions: ReadonlySet<string> = new Set([
  'ec2.describeInstances',
  'ec2.describeConnectEndpoints',
  'ec2.consoleOutput',
  'ec2.oneTimeSpotRequests',
  'ec2.typesWithInstanceStore',
  'cloudFormation.exports',
  'cloudFormation.outputs',
  'ssm.isManaged',
  'rds.databases',
  'rds.clusters',
  'eks.nodegroup',
  'eks.nodegroupNames',
  'ecs.serviceNames',
  'eks.update',
  'autoScaling.groups',
  'autoScaling.failures',
  'ecs.services',
  'scheduler.schedules',
  'pricing.prices',
  'billed.volumes',
  'billed.snapshots',
  'billed.addresses',
  'billed.natGateways',
  'billed.vpcEndpoints',
  'billed.loadBalancers',
  'billed.logGroups',
  'billed.subnets',
  'elastiCache.caches',
  'msk.clusters',
  'msk.describe',
  'msk.bootstrapBrokers',
  'msk.brokers',
  'msk.scramSecrets',
  'msk.clusterPolicy',
  'network.securityGroups',
  'network.networkInterfaces',
]);

const env = {
  AWS_ACCESS_KEY_ID: 'AKIA0000000000000000',
  AWS_SECRET_ACCESS_KEY: 'x',
  AWS_REGION: 'ap-northeast-2',
};
/** All that AWS is asked: `ec2.describeInstances`. */
const methods = methodsOf(openAws({ env, home: '/nowhere', trace: () => {} }));
const deeds = methods.filter((method) => !questions.has(method));

function methodsOf(aws: Aws): readonly string[] {
  return Object.entries(aws).flatMap(([service, its]: [string, unknown]) =>
    typeof its === 'object' && its !== null
      ? Object.keys(its)
          .map((name) => `${service}.${name}`)
          .filter((method) => method !== 'instanceConnect.prepare')
      : [],
  );
}

function call(aws: Aws, method: string): Promise<unknown> {
  const [service = '', name = ''] = method.split('.');
  const its = Reflect.get(aws, service) as Readonly<Record<string, () => Promise<unknown>>>;
  return its[name]?.() ?? expect.unreachable(method);
}

/** Notes which calls were made; `release` answers the question who it is. */
function recording(accountId: string) {
  const calls: string[] = [];
  let release = () => {};
  const identity = new Promise<{ accountId: string; arn: string }>((resolve) => {
    release = () => resolve({ accountId, arn: `arn:aws:iam::${accountId}:user/kim` });
  });
  const service = (prefix: string) =>
    new Proxy({} as never, {
      get: (_, name) => async () => {
        calls.push(`${prefix}.${String(name)}`);
        return 'answer';
      },
    });
  const aws: Aws = {
    region: 'ap-northeast-2',
    identity: () => {
      calls.push('identity');
      return identity;
    },
    credentials: async () => expect.unreachable('credentials'),
    clockOffset: async () => 0,
    mskToken: async () => {
      calls.push('mskToken');
      return 'token';
    },
    ec2: service('ec2'),
    instanceConnect: service('instanceConnect'),
    cloudFormation: service('cloudFormation'),
    secretsManager: service('secretsManager'),
    ssm: service('ssm'),
    rds: service('rds'),
    eks: service('eks'),
    autoScaling: service('autoScaling'),
    ecs: service('ecs'),
    scheduler: service('scheduler'),
    pricing: service('pricing'),
    billed: service('billed'),
    elastiCache: service('elastiCache'),
    msk: service('msk'),
    network: service('network'),
  };
  return { aws: guardedAws(aws, own, new AbortController().signal), calls, release: () => release() };
}

describe('guardedAws', () => {
  it('has all that AWS is asked', () => {
    expect([...methodsOf(recording(own).aws)].sort()).toEqual([...methods].sort());
  });

  it.each([...questions])('asks along with who it is, and waits for that: %s', async (method) => {
    const { aws, calls, release } = recording(own);
    const answer = call(aws, method);
    expect(calls).toEqual([method, 'identity']);
    release();
    expect(await answer).toBe('answer');
  });

  it.each(deeds)('does nothing before it is known who it is: %s', async (method) => {
    const { aws, calls, release } = recording(own);
    const answer = call(aws, method);
    await Promise.resolve();
    expect(calls).toEqual(['identity']);
    release();
    expect(await answer).toBe('answer');
    expect(calls).toEqual(['identity', method]);
  });

  it('signs no token before it is known who it is', async () => {
    const { aws, calls, release } = recording(own);
    const token = aws.mskToken();
    await Promise.resolve();
    expect(calls).toEqual(['identity']);
    release();
    expect(await token).toBe('token');
  });

  it('signs no token for another account', async () => {
    const { aws, calls, release } = recording('999999999999');
    release();
    await expect(aws.mskToken('eu-west-1')).rejects.toThrow(
      'The AWS credentials are of account 999999999999',
    );
    expect(calls).toEqual(['identity']);
  });

  it('tells of the clock whoever it is', async () => {
    expect(await recording('999999999999').aws.clockOffset()).toBe(0);
  });

  it.each(methods)('refuses another account: %s', async (method) => {
    const { aws, release } = recording('999999999999');
    release();
    await expect(call(aws, method)).rejects.toThrow(
      'The AWS credentials are of account 999999999999 (arn:aws:iam::999999999999:user/kim), and aws.accountId is 123456789012.',
    );
  });

  it('refuses without doing anything', async () => {
    const { aws, calls, release } = recording('999999999999');
    release();
    await Promise.allSettled(deeds.map((method) => call(aws, method)));
    expect(calls).toEqual(['identity']);
  });

  it('loads what pushing a key takes beside asking who it is', () => {
    const { aws, calls } = recording(own);
    aws.instanceConnect.prepare();
    expect(calls).toEqual(['identity', 'instanceConnect.prepare']);
  });

  it('passes what it was called with', async () => {
    const given: unknown[] = [];
    const { aws: others, release } = recording(own);
    release();
    const identity = () => others.identity();
    const eks = {
      scale: async (...args: unknown[]) => given.push(args),
    } as unknown as Aws['eks'];
    const aws = guardedAws({ ...others, identity, eks }, own, new AbortController().signal);
    const signal = new AbortController().signal;
    await aws.eks.scale('dev', 'spot', { min: 0, desired: 0 }, signal);
    expect(given).toEqual([['dev', 'spot', { min: 0, desired: 0 }, signal]]);
  });
});
