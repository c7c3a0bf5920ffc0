import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AwsCall } from '../../lab/aws/calls.js';
import type { Fault } from '../../lab/aws/requests.js';
import { folderWith } from '../../run.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

const startUrl = 'https://exchange.example/start';
const sessionName = 'exchange-corp';

const config = `[profile exchange-dev]
sso_session = ${sessionName}
sso_account_id = 123456789012
sso_role_name = Dev
[sso-session ${sessionName}]
sso_region = us-east-1
sso_start_url = ${startUrl}
sso_registration_scopes = sso:account:access
`;

/** Where the SDK keeps the token of an SSO session: https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html */
const cachedToken = join('.aws/sso/cache', `${createHash('sha1').update(sessionName).digest('hex')}.json`);

/** Somebody without keys in variables, whose only profile is of a person who logged in long ago. */
async function withoutKeys() {
  const token = {
    startUrl,
    region: 'us-east-1',
    accessToken: 'token-of-kim',
    expiresAt: '2020-01-01T00:00:00Z',
  };
  const home = await folderWith({ config, [cachedToken]: JSON.stringify(token) });
  // The SDK reads these of the process itself.
  vi.stubEnv('HOME', home);
  vi.stubEnv('AWS_CONFIG_FILE', `${home}/config`);
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const aws = ownAws();
  const instance = 'i-0123456789abcdef0';
  const { exops } = await laptop(
    aws,
    `hosts: { kafka: { instance: ${instance} } }`,
    'cluster: { brokers: "10.0.11.8:9092", via: kafka }',
  );
  const files = { AWS_CONFIG_FILE: `${home}/config`, AWS_SHARED_CREDENTIALS_FILE: `${home}/credentials` };
  const env = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', ...files };
  return { aws, exops, home, env };
}

describe('credentials that are not there', () => {
  test('none at all: 255 where a remote status could be, else 4', async () => {
    const { exops, home, env: keyless } = await withoutKeys();
    const env = { ...keyless, AWS_CONFIG_FILE: `${home}/no-such-file` };
    const stderr = `There are no AWS credentials.
  Name a profile: aws: { profile: … } in exops.yaml, --profile, or AWS_PROFILE.
  Or make one: aws configure sso
`;
    for (const line of ['connect -- true', 'rpk topic list', 'kafka-topics --list']) {
      const result = await exops(line, { env });
      expect({ ...result, stderr: said(result) }).toMatchObject({ code: 255, stdout: '', stderr });
    }
    for (const line of ['topics list', 'host pin --dry-run']) {
      const result = await exops(line, { env });
      expect({ ...result, stderr: said(result) }).toMatchObject({ code: 4, stdout: '', stderr });
    }
  });

  test("a profile that doesn't exist, with the one that was meant", async () => {
    const { exops, home, env } = await withoutKeys();
    const where = `${home}/config or ${home}/credentials`;
    const message = `There is no AWS profile "exchange-dve" in ${where} (did you mean "exchange-dev"?).`;
    const flag = await exops('connect --profile exchange-dve -- true', { env });
    expect(flag).toMatchObject({ code: 255, stderr: `${message}\n  The profiles are exchange-dev.\n` });
    const variable = await exops('connect -- true', { env: { ...env, AWS_PROFILE: 'exchange-dve' } });
    expect(variable).toMatchObject({
      code: 255,
      stderr: `${message}\n  The variable AWS_PROFILE names it.\n`,
    });
    const elsewhere = await exops('topics list --profile exchange-dve', { env });
    expect(elsewhere).toMatchObject({ code: 2, stderr: `${message}\n  The profiles are exchange-dev.\n` });
  });

  test('an SSO session that has expired', async () => {
    const { aws, exops, env } = await withoutKeys();
    const stderr = `Not logged in to AWS: the profile exchange-dev has no session that is still valid.
  Try: aws sso login --profile exchange-dev
`;
    for (const line of ['connect --profile exchange-dev -- true', 'rpk --profile exchange-dev topic list']) {
      const result = await exops(line, { env });
      expect({ code: result.code, stderr: said(result) }).toEqual({ code: 255, stderr });
    }
    const topics = await exops('topics list --profile exchange-dev', { env });
    expect({ code: topics.code, stderr: said(topics) }).toEqual({ code: 4, stderr });
    expect(await aws.calls()).toEqual([]);
  });
});

async function faulty(fault: Fault) {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'guarded-host');
  const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
  await aws.fault(fault);
  const target = `dev · 123456789012 ap-northeast-2 · x (${host.instanceId}) · 127.0.0.1\n`;
  return { aws, host, exops, target };
}

const actionsOf = (calls: readonly AwsCall[], wanted: string) =>
  calls.filter(({ action }) => action === wanted).length;

const kim = 'arn:aws:sts::123456789012:assumed-role/Dev/kim';
const hint = `  It was asked as ${kim}. Have the right added to its policies, or take another profile.\n`;

describe('a right that is missing is named, and what it is for', () => {
  test('ec2:DescribeInstances', async () => {
    const action = 'ec2:DescribeInstances';
    const { aws, exops } = await faulty({
      ...{ service: 'ec2', action: 'DescribeInstances', code: 'UnauthorizedOperation', status: 403 },
      message: `You are not authorized to perform this operation. User: ${kim} is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`,
    });
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `AWS doesn't allow ${action}: no identity-based policy allows the ${action} action.\n${hint}`,
    });
    expect(await aws.pushes()).toEqual([]);
  });

  const push = 'ec2-instance-connect:SendSSHPublicKey';

  test.each([
    [
      `because no identity-based policy allows the ${push} action`,
      `no identity-based policy allows the ${push} action`,
    ],
    [
      'with an explicit deny in a service control policy',
      'there is an explicit deny in a service control policy',
    ],
  ])('ec2-instance-connect:SendSSHPublicKey %s', async (because, why) => {
    const arn = 'arn:aws:ec2:ap-northeast-2:123456789012:instance/i-0123456789abcdef0';
    const { aws, exops, target } = await faulty({
      ...{ service: 'ec2-instance-connect', code: 'AccessDeniedException', status: 403 },
      message: `User: ${kim} is not authorized to perform: ${push} on resource: ${arn} ${because}`,
    });
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${target}AWS doesn't allow ${push} on ${arn}: ${why}.\n${hint}`,
    });
    expect(actionsOf(await aws.calls(), 'SendSSHPublicKey')).toBe(1);
  });

  test('is asked for once where the host was reached before, too', async () => {
    const aws = ownAws();
    const host = await openEc2Host(aws, 'seen-host');
    const { exops } = await laptop(aws, `hosts: { x: ${host.settings} }`);
    expect((await exops('connect -- true')).code).toBe(0);
    await aws.fault({
      ...{ service: 'ec2-instance-connect', code: 'AccessDeniedException', status: 403 },
      message: `User: ${kim} is not authorized to perform: ${push}`,
    });
    const before = (await aws.calls()).length;
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `dev · 123456789012 ap-northeast-2 · x (${host.instanceId}) · 127.0.0.1
AWS doesn't allow ${push}: the right is missing.
${hint}`,
    });
    expect(actionsOf((await aws.calls()).slice(before), 'SendSSHPublicKey')).toBe(1);
  });
});

describe('credentials that AWS refuses', () => {
  const variables = 'AWS refuses the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  const renewal = '  Set the variables anew, or name a profile: --profile NAME\n';

  test.each([
    ['ExpiredToken', 'The security token included in the request is expired', `they have expired`, ''],
    [
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
      "it doesn't know them",
      "  It answers the same in a region that the account hasn't enabled.\n",
    ],
  ])('%s', async (code, message, why, more) => {
    const { aws, exops } = await faulty({ service: 'sts', code, message, status: 403 });
    const result = await exops('connect -- true');
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${variables}: ${why} (${code}).\n${renewal}${more}`,
    });
    expect(await aws.pushes()).toEqual([]);
  });
});

describe('throttling', () => {
  const throttled = [
    ['ec2', 'DescribeInstances', 'RequestLimitExceeded', 'Request limit exceeded.', 503],
    ['ec2-instance-connect', 'SendSSHPublicKey', 'ThrottlingException', 'Rate exceeded', 400],
  ] as const;

  test.each(throttled)('of %s for a while is waited out', async (service, action, code, message, status) => {
    const { aws, exops } = await faulty({ service, action, code, message, status, times: 2 });
    expect(await exops('connect -- echo in')).toMatchObject({ code: 0, stdout: 'in\n' });
    expect(actionsOf(await aws.calls(), action)).toBe(3);
  });

  test.each(throttled)('of %s for good is told', async (service, action, code, message, status) => {
    const { aws, host, exops, target } = await faulty({ service, action, code, message, status });
    const result = await exops('connect -- true');
    const isPush = service !== 'ec2';
    const call = isPush ? `${service}:${action} for ${host.instanceId}` : `${service}:${action}`;
    expect({ code: result.code, stderr: said(result) }).toEqual({
      code: 255,
      stderr: `${isPush ? target : ''}AWS throttles ${call}: ${message} (${code})
  Too much is asked in this account right now. Try again in a minute.
`,
    });
    expect(actionsOf(await aws.calls(), action)).toBe(3);
  });
});
