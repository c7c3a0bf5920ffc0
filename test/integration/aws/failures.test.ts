import { describe, expect, test } from 'vitest';
import {
  AwsCredentialsError,
  AwsThrottledError,
  AwsUnreachableError,
  MissingRightError,
} from '../../../src/lib/aws/aws-errors.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { freePort } from '../../lab/ports.js';
import { failureOf, type OpenedAws, openLab as open } from './opened-aws.js';

const mina = 'arn:aws:sts::123456789012:assumed-role/Dev/mina';

/** A request to each service: they have four protocols, and words of their own. */
const requests = {
  ec2: ({ aws }: OpenedAws) => aws.ec2.describeInstances({ ids: ['i-0123456789abcdef0'] }),
  cloudformation: ({ aws }: OpenedAws) => aws.cloudFormation.exports(['a']),
  sts: ({ aws }: OpenedAws) => aws.identity(),
  ssm: ({ aws }: OpenedAws) => aws.ssm.parameters(['/a']),
  'ec2-instance-connect': ({ aws }: OpenedAws) =>
    aws.instanceConnect.sendPublicKey({
      ...{ instanceId: 'i-0123456789abcdef0', user: 'ec2-user' },
      key: `ssh-ed25519 ${'A'.repeat(68)}`,
    }),
  secretsmanager: ({ aws }: OpenedAws) => aws.secretsManager.values(['a']),
  rds: ({ aws }: OpenedAws) => aws.rds.stopDatabase('dev'),
  autoscaling: ({ aws }: OpenedAws) => aws.autoScaling.resize('web', { min: 0, desired: 0 }),
  elasticloadbalancing: ({ aws }: OpenedAws) => aws.billed.loadBalancers(['vpc-1']),
  eks: ({ aws }: OpenedAws) => aws.eks.nodegroup('dev', 'spot'),
  scheduler: ({ aws }: OpenedAws) => aws.scheduler.schedules('exops-dev'),
  ecs: ({ aws }: OpenedAws) => aws.ecs.setDesired('shop', 'api', 0),
  logs: ({ aws }: OpenedAws) => aws.billed.logGroups('/aws/'),
  pricing: ({ aws }: OpenedAws) => aws.pricing.prices('AmazonEC2', {}),
};

const codes: Readonly<Record<string, string>> = {
  ec2: 'UnauthorizedOperation',
  rds: 'AccessDenied',
  autoscaling: 'AccessDenied',
  elasticloadbalancing: 'AccessDenied',
};

describe.each(Object.entries(requests))('of %s', (service, request) => {
  test('a missing right names the right, the thing and the reason', async () => {
    const opened = open();
    const message = `User: ${mina} is not authorized to perform: kms:Decrypt on resource: key-1 because no identity-based policy allows it`;
    const code = codes[service] ?? 'AccessDeniedException';
    await opened.lab.fault({ service, code, message, status: 403 });
    const error = await failureOf(request(opened));
    expect(error).toBeInstanceOf(MissingRightError);
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^AWS doesn't allow kms:Decrypt on key-1, which [\w-]+:\w+ needs: no identity-based policy allows it\.$/,
      ),
      right: { principal: mina },
    });
  });

  test('expired credentials are told as such', async () => {
    const opened = open();
    const code = service === 'ec2' ? 'RequestExpired' : 'ExpiredTokenException';
    await opened.lab.fault({ service, code, message: 'The security token is expired', status: 403 });
    const error = await failureOf(request(opened));
    expect(error).toBeInstanceOf(AwsCredentialsError);
    expect(error).toMatchObject({ message: expect.stringContaining(`(${code})`), exitCode: 4 });
  });

  test('anything else is told in the words of AWS', async () => {
    const opened = open();
    await opened.lab.fault({ service, code: 'InternalFailure', message: 'Out of order', status: 500 });
    expect(await failureOf(request(opened))).toMatchObject({
      message: expect.stringMatching(/^[\w-]+:\w+( for \S+)? failed: Out of order \(InternalFailure\)$/),
      code: 'InternalFailure',
    });
  });
});

// One of each protocol: each takes seconds.
describe.each(['ec2', 'ssm', 'rds', 'eks'] as const)('of %s', (service) => {
  const request = requests[service];

  test('throttling is waited out', async () => {
    const opened = open();
    await opened.lab.fault({ service, code: 'ThrottlingException', message: 'Rate exceeded', times: 2 });
    await request(opened).catch(() => {});
    expect(await opened.actions()).toHaveLength(3);
  });

  test('throttling that does not end is told', async () => {
    const opened = open();
    await opened.lab.fault({ service, code: 'Throttling', message: 'Rate exceeded' });
    const error = await failureOf(request(opened));
    expect(error).toBeInstanceOf(AwsThrottledError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^AWS throttles [\w-]+:\w+( for \S+)?: Rate exceeded \(Throttling\)$/),
    });
    expect(await opened.actions()).toHaveLength(3);
  });
});

describe('the network', () => {
  test('nothing listens there', async () => {
    const port = await freePort();
    const opened = open({ env: { AWS_ENDPOINT_URL_EC2: `http://127.0.0.1:${port}` } });
    const error = await failureOf(requests.ec2(opened));
    expect(error).toBeInstanceOf(AwsUnreachableError);
    expect(error).toMatchObject({
      host: `127.0.0.1:${port}`,
      message: `Can't reach 127.0.0.1:${port} for ec2:DescribeInstances: nothing listens there (connection refused).`,
    });
  });

  test('there is no such name', async () => {
    const opened = open({ env: { AWS_ENDPOINT_URL_EC2: 'http://ec2.nowhere.invalid' } });
    const error = await failureOf(requests.ec2(opened));
    expect(error).toMatchObject({
      message: expect.stringMatching(
        /^Can't reach ec2\.nowhere\.invalid for ec2:DescribeInstances: the name doesn't resolve here/,
      ),
    });
  });

  test('no answer comes in time', async () => {
    const opened = open({ timeoutMs: 200 });
    await opened.lab.fault({ service: 'ec2', delayMs: 2_000 });
    expect(await failureOf(requests.ec2(opened))).toMatchObject({
      message: expect.stringMatching(/^Can't reach 127.*: no answer in time\.$/),
    });
  });

  test('a connection that is dropped is made again', async () => {
    const opened = open();
    await opened.lab.fault({ service: 'ec2', drop: true, times: 1 });
    expect(await requests.ec2(opened)).toEqual([]);
  });

  test('a service that drops every connection is told', async () => {
    const opened = open();
    await opened.lab.fault({ service: 'ec2', drop: true });
    expect(await failureOf(requests.ec2(opened))).toMatchObject({
      message: expect.stringMatching(/^Can't reach 127.*: the connection was cut \(ECONNRESET\)\.$/),
    });
  });
});

describe('an interruption', () => {
  test('ends a request, with its own reason', async () => {
    const opened = open();
    await opened.lab.fault({ service: 'ec2', delayMs: 30_000 });
    const stop = new AbortController();
    const reason = new Error('Ctrl-C');
    const asking = failureOf(opened.aws.ec2.describeInstances({ ids: ['i-0'] }, stop.signal));
    while ((await opened.actions()).length === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    stop.abort(reason);
    expect(await asking).toBe(reason);
  });

  test('that came before keeps a request from being made', async () => {
    const opened = open();
    const reason = new Error('Ctrl-C');
    const asking = opened.aws.ec2.describeInstances({ ids: ['i-0'] }, AbortSignal.abort(reason));
    expect(await failureOf(asking)).toBe(reason);
    expect(await opened.actions()).toEqual([]);
  });
});

test('a signature that is not accepted leaves no secret anywhere', async () => {
  const opened = open({ env: { AWS_SESSION_TOKEN: 'FwoGZXIvYXdzE' } });
  const message =
    "The Canonical String for this request should have been\n'x-amz-security-token:FwoGZXIvYXdzE'";
  await opened.lab.fault({ service: 'sts', code: 'SignatureDoesNotMatch', message, status: 403 });
  const error = (await failureOf(opened.aws.identity())) as AwsCredentialsError;
  expect(error).toBeInstanceOf(AwsCredentialsError);
  const everything = [error.message, error.hint, error.stack, error.cause, ...opened.events].join('\n');
  expect(everything).not.toContain('FwoGZXIvYXdzE');
});

test('an unusable endpoint is told when it is used', async () => {
  const trace = () => {};
  const env = {
    ...{ AWS_ACCESS_KEY_ID: 'AKIA0000000000000000', AWS_SECRET_ACCESS_KEY: 'x' },
    ...{ AWS_REGION: 'ap-northeast-2', AWS_ENDPOINT_URL: 'localhost' },
  };
  const aws = openAws({ env, home: '/nowhere', trace });
  expect(await failureOf(aws.identity())).toMatchObject({
    message: 'AWS_ENDPOINT_URL is no http or https address.',
    exitCode: 2,
  });
});
