import { describe, expect, test } from 'vitest';
import {
  AwsCredentialsError,
  AwsError,
  AwsNotFoundError,
  AwsThrottledError,
  AwsUnreachableError,
  MissingRightError,
} from '../../../src/lib/aws/aws-errors.js';
import type { CredentialSource } from '../../../src/lib/aws/choose-credentials.js';
import { explainAwsError } from '../../../src/lib/aws/explain-aws-error.js';
import { AccessError, UsageError } from '../../../src/lib/errors.js';

const call = { action: 'ec2:DescribeInstances' };
const onInstance = { action: 'ec2:StartInstances', resource: 'i-0123456789abcdef0' };

const variables: CredentialSource = { from: 'variables' };
const anywhere: CredentialSource = {
  from: 'anywhere',
  profile: 'default',
  isComplete: false,
  login: undefined,
};
const dev: CredentialSource = { from: 'profile', profile: 'dev', isComplete: true, login: undefined };
const sso: CredentialSource = { ...dev, login: 'aws sso login --profile dev' };

/** An answer of a service, as the SDK throws it. */
function answered(name: string, message = name, httpStatusCode = 400) {
  const $metadata = { httpStatusCode, requestId: '0f5c', attempts: 1, totalRetryDelay: 0 };
  return Object.assign(new Error(message), { name, $fault: 'client', $metadata });
}

function notSent(code: string, message: string, host = 'ec2.ap-northeast-2.amazonaws.com') {
  const $metadata = { attempts: 3, totalRetryDelay: 141 };
  return Object.assign(new Error(message), { code, host, $metadata });
}

function noCredentials(message: string, name = 'CredentialsProviderError') {
  return Object.assign(new Error(message), { name, tryNextLink: false });
}

describe('without credentials', () => {
  const nowhere = 'Could not load credentials from any providers';

  test.each([
    [
      anywhere,
      nowhere,
      'There are no AWS credentials.',
      'Name a profile: aws: { profile: … } in exops.yaml, --profile, or AWS_PROFILE.\nOr make one: aws configure sso',
    ],
    [
      { ...anywhere, login: 'aws sso login' },
      nowhere,
      'There are no AWS credentials.',
      'Name a profile: aws: { profile: … } in exops.yaml, --profile, or AWS_PROFILE.\nOr log in: aws sso login',
    ],
    [dev, nowhere, 'The AWS profile dev has no credentials.', 'Try: aws configure sso --profile dev'],
    [sso, nowhere, 'The AWS profile dev has no credentials.', 'Try: aws sso login --profile dev'],
    [
      dev,
      'Profile dev requires multi-factor authentication, but no MFA code callback was provided.',
      'The AWS profile dev wants the code of an MFA device, and there is nobody to ask for it.',
      'Run the command at a terminal.',
    ],
    [
      dev,
      'Server responded with status: 500',
      "Can't get AWS credentials from the profile dev: Server responded with status: 500",
      undefined,
    ],
  ] as const)('%o: %s', (source, words, message, hint) => {
    const error = explainAwsError(noCredentials(words), call, source);
    expect(error).toBeInstanceOf(AwsCredentialsError);
    expect(error).toBeInstanceOf(AccessError);
    expect(error).toMatchObject({ message, hint, exitCode: 4 });
  });

  test.each([
    "The SSO session associated with this profile has expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    "Token is expired. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    "The SSO session token associated with profile=dev was not found or is invalid. To refresh this SSO session run 'aws sso login' with the corresponding profile.",
    'UnauthorizedException: Session token not found or invalid',
    'Your session has expired. Please reauthenticate.',
  ])('says how to log in after: %s', (words) => {
    for (const name of ['CredentialsProviderError', 'TokenProviderError'])
      expect(explainAwsError(noCredentials(words, name), call, sso)).toMatchObject({
        message: 'Not logged in to AWS: the profile dev has no session that is still valid.',
        hint: 'Try: aws sso login --profile dev',
      });
  });
});

test.each([
  ['\n[ERROR] not\nsigned in\n', 'with: [ERROR] not signed in'],
  ['', 'without a word'],
])('a process that gives none is told by what it said, not by how it was called: %j', (said, words) => {
  const error = explainAwsError(noCredentials(`Command failed: op read --token hush${said}`), call, dev);
  expect(error).toBeInstanceOf(AwsCredentialsError);
  expect(error.message).toBe(`The credential_process of the AWS profile dev failed ${words}`);
  expect(`${error.stack}${error.cause}`).not.toContain('hush');
});

describe('refused credentials', () => {
  test.each([
    [
      'ExpiredToken',
      sso,
      'the credentials of the profile dev: they have expired',
      'Try: aws sso login --profile dev',
    ],
    [
      'ExpiredTokenException',
      variables,
      'the credentials in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY: they have expired',
      'Set the variables anew, or name a profile: --profile NAME',
    ],
    [
      'InvalidClientTokenId',
      dev,
      "the credentials of the profile dev: it doesn't know them",
      "Get new ones, or take another profile.\nIt answers the same in a region that the account hasn't enabled.",
    ],
    [
      'UnrecognizedClientException',
      anywhere,
      "the credentials that were found: it doesn't know them",
      "Get new ones, or take another profile.\nIt answers the same in a region that the account hasn't enabled.",
    ],
    [
      'SignatureDoesNotMatch',
      dev,
      'the credentials of the profile dev: their signature is wrong',
      "The secret access key may not be the access key id's.",
    ],
    [
      'RequestExpired',
      dev,
      'the credentials of the profile dev: the request is of another time',
      'Set the clock of this machine right.',
    ],
  ] as const)('%s', (code, source, words, hint) => {
    const error = explainAwsError(answered(code, 'AWS says so', 403), call, source);
    expect(error).toBeInstanceOf(AwsCredentialsError);
    expect(error).toMatchObject({ message: `AWS refuses ${words} (${code}).`, hint });
  });

  test('a signature of another time is the clock', () => {
    const late = 'Signature expired: 20261121T080000Z is now earlier than 20261121T081500Z';
    expect(explainAwsError(answered('InvalidSignatureException', late), call, dev)).toMatchObject({
      hint: 'Set the clock of this machine right.',
    });
  });

  test('nothing of a signed request is kept', () => {
    const words =
      "does not match.\nThe Canonical String was\n'POST\n/\n\nx-amz-security-token:FwoGZXIvYXdzE\n'";
    const error = explainAwsError(answered('SignatureDoesNotMatch', words), call, dev);
    expect(error.cause).toBeUndefined();
    expect(`${error.message}${error.hint}${error.stack}`).not.toContain('FwoGZXIvYXdzE');
  });

  test('a wrong MFA code', () => {
    const words = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
    const error = explainAwsError(answered('AccessDenied', words, 403), call, dev);
    expect(error).toBeInstanceOf(AwsCredentialsError);
    expect(error.message).toBe(
      "AWS doesn't accept the MFA code: MultiFactorAuthentication failed with invalid MFA one time pass code.",
    );
  });
});

test.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'AuthException'])(
  'a missing right: %s',
  (code) => {
    const words =
      'User: arn:aws:iam::123456789012:user/mina is not authorized to perform: ec2:StartInstances';
    const error = explainAwsError(answered(code, words, 403), onInstance, dev);
    expect(error).toBeInstanceOf(MissingRightError);
    expect(error).toMatchObject({ exitCode: 4, right: { action: 'ec2:StartInstances' } });
  },
);

describe('unreachable', () => {
  const host = 'ec2.ap-northeast-2.amazonaws.com';

  test.each([
    ['ENOTFOUND', `getaddrinfo ENOTFOUND ${host}`, "the name doesn't resolve here (ENOTFOUND)"],
    ['ECONNREFUSED', '', 'nothing listens there (connection refused)'],
    ['ENETUNREACH', 'connect ENETUNREACH', 'there is no way to it from here (ENETUNREACH)'],
    ['ECONNRESET', 'socket hang up', 'the connection was cut (ECONNRESET)'],
    ['ETIMEDOUT', 'connect ETIMEDOUT', 'no answer in time'],
    [
      'SELF_SIGNED_CERT_IN_CHAIN',
      'self-signed certificate in certificate chain',
      'self-signed certificate in certificate chain (SELF_SIGNED_CERT_IN_CHAIN)',
    ],
  ])('%s', (code, words, why) => {
    const error = explainAwsError(notSent(code, words), call, dev);
    expect(error).toBeInstanceOf(AwsUnreachableError);
    expect(error).toMatchObject({
      message: `Can't reach ${host} for ec2:DescribeInstances: ${why}.`,
      host,
      exitCode: 1,
    });
    expect(error.hint).toBeDefined();
  });

  test("the SDK's own time-out", () => {
    const cause = Object.assign(new Error('socket hang up'), { name: 'TimeoutError', host });
    expect(explainAwsError(cause, call, dev).message).toBe(
      `Can't reach ${host} for ec2:DescribeInstances: no answer in time.`,
    );
  });

  test('the host is also where Node has it', () => {
    const cause = Object.assign(new Error('x'), { code: 'ENOTFOUND', hostname: 'portal.sso.example' });
    expect(explainAwsError(cause, call, dev).message).toMatch(/^Can't reach portal\.sso\.example for /);
  });

  test('without a host', () => {
    const cause = Object.assign(new Error('x'), { code: 'EPIPE' });
    expect(explainAwsError(cause, call, dev).message).toMatch(/^Can't reach AWS for /);
  });
});

describe('answers', () => {
  test.each([
    ['RequestLimitExceeded', 503],
    ['ThrottlingException', 400],
    ['TooManyRequests', 429],
  ])('throttling: %s', (code, status) => {
    const error = explainAwsError(answered(code, 'Rate exceeded', status), onInstance, dev);
    expect(error).toBeInstanceOf(AwsThrottledError);
    expect(error).toMatchObject({
      code,
      message: `AWS throttles ec2:StartInstances for i-0123456789abcdef0: Rate exceeded (${code})`,
    });
  });

  test.each([
    ['InvalidInstanceID.NotFound', "The instance ID 'i-0' does not exist"],
    ['EC2InstanceNotFoundException', 'Instance not found.'],
    ['ResourceNotFoundException', "Secrets Manager can't find the specified secret."],
    ['ParameterNotFound', 'ParameterNotFound'],
    ['ValidationError', 'Stack with id gone does not exist'],
    ['ValidationError', 'AutoScalingGroup name not found - null'],
    ['ValidationError', 'AutoScalingGroup not found - AutoScaling Group web not found'],
    ['DBInstanceNotFound', 'DBInstance gone not found.'],
    ['ClusterNotFoundException', 'Cluster not found.'],
  ])('nothing there: %s', (code, words) => {
    const error = explainAwsError(answered(code, words), call, dev);
    expect(error).toBeInstanceOf(AwsNotFoundError);
    expect(error).toMatchObject({ code });
  });

  test("a service's code is told, not the SDK's name for it", () => {
    const message = 'Instance dev is not in available state.';
    const told = { Code: 'InvalidDBInstanceState' };
    const error = Object.assign(answered('InvalidDBInstanceStateFault', message), told);
    expect(explainAwsError(error, { action: 'rds:StopDBInstance', resource: 'dev' }, dev)).toMatchObject({
      code: 'InvalidDBInstanceState',
      message: `rds:StopDBInstance for dev failed: ${message} (InvalidDBInstanceState)`,
    });
  });

  test('anything else keeps the words of AWS', () => {
    const words = 'We currently do not have sufficient capacity.';
    const error = explainAwsError(answered('InsufficientInstanceCapacity', words, 500), onInstance, dev);
    expect(error).toBeInstanceOf(AwsError);
    expect(error).toMatchObject({
      code: 'InsufficientInstanceCapacity',
      message: `ec2:StartInstances for i-0123456789abcdef0 failed: ${words} (InsufficientInstanceCapacity)`,
      exitCode: 1,
    });
  });

  test('an answer without words is told by its status', () => {
    expect(explainAwsError(answered('UnknownError', '', 500), call, dev).message).toBe(
      'ec2:DescribeInstances failed: UnknownError, HTTP 500',
    );
  });

  test('a validation that fails is not a thing that is missing', () => {
    const error = explainAwsError(answered('ValidationError', 'Stack name is too long'), call, dev);
    expect(error).not.toBeInstanceOf(AwsNotFoundError);
  });
});

test('an error of ours passes as it is', () => {
  const ours = new UsageError('AWS_ENDPOINT_URL is no http or https address.');
  expect(explainAwsError(ours, call, dev)).toBe(ours);
});

test.each([undefined, null, 'text', 7, {}])(
  '%o, which nothing throws, is an error all the same',
  (thrown) => {
    expect(explainAwsError(thrown, call, dev)).toBeInstanceOf(AwsError);
  },
);
