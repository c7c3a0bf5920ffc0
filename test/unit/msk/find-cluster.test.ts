import { describe, expect, test } from 'vitest';
import { AwsError, MissingRightError } from '../../../src/lib/aws/aws-errors.js';
import { ExopsError } from '../../../src/lib/errors.js';
import { findMskCluster, type MskWanted } from '../../../src/lib/msk/find-cluster.js';
import { arnOf, mskCluster, mskWith } from './clusters.js';

const iam = { auth: 'iam', access: 'private' } as const;
const byName = (name: string): MskWanted => ({ ...iam, name });
const byArn = (arn: string): MskWanted => ({ ...iam, arn });

/** Its message and its hint, as a person sees them. */
async function refusal(asking: Promise<unknown>): Promise<string> {
  const error: unknown = await asking.catch((thrown: unknown) => thrown);
  if (!(error instanceof ExopsError)) throw new TypeError(`no ExopsError: ${String(error)}`);
  return [error.message, error.hint].join('\n');
}

describe('the cluster that a configuration names', () => {
  test('is found by its name, with the string for its login', async () => {
    const aws = mskWith([mskCluster({ name: 'other' }), mskCluster()]);
    expect(await findMskCluster(aws, byName('liquibook-msk'))).toEqual({
      arn: arnOf('liquibook-msk'),
      brokers: 'b-1.x.kafka.ap-northeast-2.amazonaws.com:9098',
      flavour: 'standard',
    });
    expect(aws.asked).toEqual(['clusters liquibook-msk', 'bootstrap']);
  });

  test('is found by its ARN, and asked for its servers at once', async () => {
    const aws = mskWith([mskCluster({ instanceType: 'express.m7g.large' })]);
    const wanted = { ...byArn(arnOf('liquibook-msk')), access: 'public' as const };
    expect(await findMskCluster(aws, wanted)).toEqual({
      arn: arnOf('liquibook-msk'),
      brokers: 'b-1-public.x.kafka.ap-northeast-2.amazonaws.com:9198',
      flavour: 'express',
    });
    expect(aws.asked).toEqual(['bootstrap', 'describe']);
  });

  test.each(['UPDATING', 'MAINTENANCE', 'REBOOTING_BROKER', 'HEALING', 'BRAND_NEW'])(
    'is found while it is %s',
    async (state) => {
      const aws = mskWith([mskCluster({ state })]);
      expect(await findMskCluster(aws, byName('liquibook-msk'))).toMatchObject({ flavour: 'standard' });
    },
  );
});

describe('what can not be found', () => {
  test('a name: the near one, the others and the region', async () => {
    const aws = mskWith(['liquibook-msk', 'zebra'].map((name) => mskCluster({ name })));
    expect(await refusal(findMskCluster(aws, byName('liquibook')))).toBe(
      'There is no MSK cluster liquibook in ap-northeast-2 (did you mean "liquibook-msk"?).\nThere are: liquibook-msk, zebra',
    );
    expect(await refusal(findMskCluster(aws, byName('zobra')))).toMatch('(did you mean "zebra"?).');
    expect(await refusal(findMskCluster(aws, byName('orders')))).toMatch('orders in ap-northeast-2.\n');
  });

  test('a name, of many: five of them', async () => {
    const aws = mskWith([1, 2, 3, 4, 5, 6, 7].map((id) => mskCluster({ name: `c${id}` })));
    expect(await refusal(findMskCluster(aws, byName('nothing-of-that')))).toMatch(
      /There are: c1, c2, c3, c4, c5 and 2 more$/,
    );
  });

  test('anything, in an empty region', async () => {
    expect(await refusal(findMskCluster(mskWith([]), byName('liquibook-msk')))).toBe(
      'There is no MSK cluster liquibook-msk in ap-northeast-2.\nap-northeast-2 has no MSK clusters for these credentials: give another --region or --profile.',
    );
  });

  test('one of several of a name: their ARNs', async () => {
    const twins = ['aaaa-1', 'bbbb-2'].map((uuid) => mskCluster({ arn: arnOf('twin', uuid), name: 'twin' }));
    expect(await refusal(findMskCluster(mskWith(twins), byName('twin')))).toBe(
      `2 MSK clusters in ap-northeast-2 are named twin.\nName one by its ARN:\n  ${arnOf('twin', 'aaaa-1')} (ACTIVE)\n  ${arnOf('twin', 'bbbb-2')} (ACTIVE)`,
    );
  });

  test('an ARN: what is there of that name', async () => {
    const gone = arnOf('liquibook-msk', 'dead-9');
    expect(await refusal(findMskCluster(mskWith([mskCluster()]), byArn(gone)))).toBe(
      `There is no MSK cluster ${gone} in ap-northeast-2 (did you mean "liquibook-msk"?).\nThere are: liquibook-msk`,
    );
  });

  test('an ARN of another region, or of something else: nothing is asked', async () => {
    const aws = mskWith([mskCluster()]);
    const elsewhere = arnOf('liquibook-msk').replace('ap-northeast-2', 'eu-west-1');
    expect(await refusal(findMskCluster(aws, byArn(elsewhere)))).toBe(
      'MSK cluster liquibook-msk is in eu-west-1, and AWS is asked in ap-northeast-2.\nGive --region eu-west-1, or write aws: { region: eu-west-1 }.',
    );
    const other = 'arn:aws:kafka:ap-northeast-2:123456789012:topic/liquibook-msk/0f5c-1/orders';
    expect(await refusal(findMskCluster(aws, byArn(other)))).toMatch(`${other} is no ARN of an MSK cluster.`);
    expect(aws.asked).toEqual([]);
  });
});

describe('a cluster that no client can connect to', () => {
  test.each([
    ['CREATING', 'AWS is still making it', 'That takes 15 to 30 minutes. See: exops msk list'],
    ['DELETING', 'it is being deleted', 'Take another cluster: exops msk list'],
    [
      'FAILED',
      'making or deleting it failed; it can only be deleted',
      'Take another cluster: exops msk list',
    ],
  ])('%s', async (state, meaning, hint) => {
    const refused = async () => {
      throw new AwsError('ConflictException', 'not now');
    };
    const aws = mskWith([mskCluster({ state })], refused);
    const said = `MSK cluster liquibook-msk is ${state}: ${meaning}.\n${hint}`;
    expect(await refusal(findMskCluster(aws, byName('liquibook-msk')))).toBe(said);
    expect(aws.asked).toEqual(['clusters liquibook-msk']);
    expect(await refusal(findMskCluster(aws, byArn(arnOf('liquibook-msk'))))).toBe(said);
  });

  test('in the words of AWS, which reach no terminal as they are', async () => {
    const cluster = mskCluster({ state: 'FAILED', stateMessage: 'no\u001b[2J subnets' });
    expect(await refusal(findMskCluster(mskWith([cluster]), byName('liquibook-msk')))).toMatch(
      'AWS says: no\\x1b[2J subnets\n',
    );
  });
});

describe('a listener that is not there', () => {
  const find = (wanted: Partial<MskWanted>, cluster = mskCluster()) =>
    refusal(findMskCluster(mskWith([cluster]), { ...byName(cluster.name), ...wanted }));

  test('for want of the login: those that are on', async () => {
    expect(await find({ auth: 'tls' })).toBe(
      "MSK cluster liquibook-msk has no listener for TLS from the cluster's own network.\nIt has: iam, scram (private) · iam (public)\nTake what it has, or turn TLS on in the MSK console (Properties, Security settings) or by: aws kafka update-security",
    );
  });

  test('from that network: what to turn on', async () => {
    expect(await find({ auth: 'scram', access: 'public' })).toBe(
      'MSK cluster liquibook-msk has no listener for SCRAM from the internet.\nIt has: iam, scram (private) · iam (public)\nPublic access is turned on in the MSK console (Properties, Networking) or by: aws kafka update-connectivity',
    );
    expect(await find({ auth: 'iam', access: 'vpc' })).toMatch(
      /IAM from other VPCs\.\n.*\nMulti-VPC connectivity is turned on for each authentication/,
    );
  });

  test('of a serverless cluster: it has one', async () => {
    expect(await find({ auth: 'tls' }, mskCluster({ kind: 'serverless' }))).toMatch(
      'A serverless cluster takes IAM from its own VPCs alone: auth: { mechanism: iam }',
    );
  });

  test('at all', async () => {
    const aws = mskWith([mskCluster({ state: 'HEALING' })], async () => []);
    expect(await refusal(findMskCluster(aws, byName('liquibook-msk')))).toBe(
      'AWS gives no bootstrap servers for MSK cluster liquibook-msk, which is HEALING: AWS repairs it, as by replacing a broker.\nAsk again when it is ACTIVE: exops msk list',
    );
  });

  test('as nobody may ask: the right that is missing', async () => {
    const right = {
      action: 'kafka:GetBootstrapBrokers',
      resource: undefined,
      principal: undefined,
      reason: undefined,
    };
    const denied = async () => {
      throw new MissingRightError(right, 'AWS does not allow kafka:GetBootstrapBrokers');
    };
    const aws = mskWith([mskCluster()], denied);
    for (const wanted of [byName('liquibook-msk'), byArn(arnOf('liquibook-msk'))])
      await expect(findMskCluster(aws, wanted)).rejects.toBeInstanceOf(MissingRightError);
  });
});
