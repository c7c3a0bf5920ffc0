import { describe, expect, test } from 'vitest';
import { AwsUnreachableError } from '../../../../src/lib/aws/aws-errors.js';
import type { CredentialSource } from '../../../../src/lib/aws/choose-credentials.js';
import { explainAwsError } from '../../../../src/lib/aws/explain-aws-error.js';
import { judgeAccount } from '../../../../src/lib/doctor/aws/account-step.js';
import { inTime } from '../../../../src/lib/doctor/aws/in-time.js';
import {
  type CredentialsSeen,
  judgeCredentials,
  whoIs,
} from '../../../../src/lib/doctor/aws/judge-credentials.js';
import { stillClock } from '../still-clock.js';

const now = Date.UTC(2026, 10, 21, 9);
const minute = 60_000;
const facts = { accessKeyId: 'ASIA…MPLE', source: 'profile liquibook, from SSO', expiresAt: undefined };
const identity = { accountId: '123456789012', arn: 'arn:aws:sts::123456789012:assumed-role/ops/kim' };
const variables = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';

const judge = (over: Partial<CredentialsSeen> = {}) =>
  judgeCredentials({ facts, identity, offsetMs: 100, now, ...over }).findings;

test('the source, who it is and the clock', () => {
  expect(judge()).toEqual([
    { verdict: 'ok', saw: 'profile liquibook, from SSO, role ops (ASIA…MPLE), clock 0.1 s off' },
  ]);
  expect(judge({ offsetMs: undefined })[0]?.saw).toBe('profile liquibook, from SSO, role ops (ASIA…MPLE)');
});

test.each([
  [59_000, undefined, undefined],
  [-59_000, undefined, undefined],
  [60_000, 'clock-drifts', 'warning'],
  [-4 * minute, 'clock-drifts', 'warning'],
  [4.5 * minute, 'clock-off', 'broken'],
  [-10 * minute, 'clock-off', 'broken'],
])("AWS's clock %d ms ahead: %s", (offsetMs, problem, verdict) => {
  const found = judge({ offsetMs }).find((one) => one.problem !== undefined);
  expect([found?.problem, found?.verdict]).toEqual([problem, verdict]);
});

test('which of the two clocks is behind', () => {
  expect(judge({ offsetMs: 10 * minute })[1]?.saw).toMatch(
    /^this machine's clock is 10 min 0 s behind AWS's: /,
  );
  expect(judge({ offsetMs: -90_000 })[1]?.saw).toBe("this machine's clock is 1 min 30 s ahead of AWS's");
});

test.each([
  ['in the variables, soon', variables, 14 * minute, 'aws-credentials-expire-soon'],
  ['in the variables, later', variables, 15 * minute, undefined],
  ['of a profile, which are renewed, soon', facts.source, 5 * minute, undefined],
  ['in the variables, over', variables, -minute, 'aws-credentials-expired'],
  ['of a profile, over', facts.source, 0, 'aws-credentials-expired'],
  ['that last', variables, undefined, undefined],
])('credentials %s', (_, source, leftMs, problem) => {
  const expiresAt = leftMs === undefined ? undefined : now + leftMs;
  const found = judge({ facts: { ...facts, source, expiresAt }, offsetMs: 0 });
  expect(found.find((one) => one.problem !== undefined)?.problem).toBe(problem);
});

test('the end is by the clock of AWS', () => {
  const ending = { ...facts, expiresAt: now + minute };
  expect(judge({ facts: ending, offsetMs: 2 * minute }).map((one) => one.problem)).toContain(
    'aws-credentials-expired',
  );
});

describe('refused', () => {
  const sso: CredentialSource = {
    ...{ from: 'profile', profile: 'liquibook', isComplete: true },
    login: 'aws sso login --profile liquibook',
  };
  const keys: CredentialSource = { from: 'variables' };
  const raw = (name: string, message: string) => Object.assign(new Error(message), { name });
  const why = (error: Error, source: CredentialSource) =>
    judge({ refused: explainAwsError(error, { action: 'sts:GetCallerIdentity' }, source) }).at(-1);

  test.each([
    [
      'CredentialsProviderError',
      'The SSO session associated with this profile has expired',
      sso,
      'aws-session-expired',
    ],
    [
      'CredentialsProviderError',
      'Could not load credentials from any providers',
      sso,
      'aws-credentials-missing',
    ],
    ['CredentialsProviderError', 'Something else', sso, 'aws-credentials-refused'],
    ['ExpiredToken', 'The security token is expired', keys, 'aws-credentials-expired'],
    ['InvalidClientTokenId', 'The security token is invalid', keys, 'aws-credentials-refused'],
    ['SignatureDoesNotMatch', 'The signature is wrong', keys, 'aws-credentials-refused'],
  ])('%s: %s', (name, message, source, problem) => {
    expect(why(raw(name, message), source)).toMatchObject({ verdict: 'broken', problem, access: true });
  });

  test('an expired login says how to log in, on a line of its own', () => {
    const error = raw('CredentialsProviderError', 'The SSO session has expired');
    expect(why(error, sso)?.next).toEqual(['aws sso login --profile liquibook']);
  });

  test('a clock that is off stands before the refusal for it', () => {
    const refused = explainAwsError(raw('RequestExpired', 'Request has expired'), { action: 'a:B' }, keys);
    const problems = judge({ refused, offsetMs: -10 * minute }).map(({ problem }) => problem);
    expect(problems).toEqual(['clock-off', 'aws-credentials-refused']);
  });

  test('nobody answers', () => {
    const refused = new AwsUnreachableError('sts.example', "Can't reach sts.example.");
    expect(judge({ refused, offsetMs: undefined })).toMatchObject([{ problem: 'aws-unreachable' }]);
  });
});

test.each([
  ['arn:aws:sts::123456789012:assumed-role/ops/kim', 'role ops'],
  ['arn:aws:iam::123456789012:user/team/kim', 'user kim'],
  ['arn:aws-cn:iam::123456789012:role/ops', 'role ops'],
  ['arn:aws:iam::123456789012:root', 'the root user'],
  ['arn:aws:sts::123456789012:federated-user/kim', 'federated user kim'],
  ['something', 'something'],
])('%s is %s', (arn, words) => {
  expect(whoIs(arn)).toBe(words);
});

describe('the account', () => {
  const open = { aws: { region: 'eu-west-1' } as never, identity };
  test.each([
    [undefined, 'ok'],
    ['123456789012', 'ok'],
    ['210987654321', 'broken'],
  ])('aws.accountId %s: %s', (wanted, verdict) => {
    const { findings, ...rest } = judgeAccount(open, wanted, undefined);
    expect(findings[0]?.verdict).toBe(verdict);
    expect('value' in rest).toBe(verdict === 'ok');
  });

  test('a wrong one says whose the credentials are', () => {
    expect(judgeAccount(open, '210987654321', undefined).findings).toEqual([
      {
        verdict: 'broken',
        saw: `The AWS credentials are of account 123456789012 (${identity.arn}), and aws.accountId is 210987654321.`,
        problem: 'wrong-account',
        next: ['Choose others with --profile, EXOPS_PROFILE or AWS_PROFILE.'],
        access: true,
      },
    ]);
  });
});

describe('a question to AWS', () => {
  const never = new AbortController().signal;
  const at = (sleep: (ms: number) => Promise<void>) => ({ clock: { ...stillClock, sleep }, timeoutMs: 700 });

  test('that nobody answers ends in time', async () => {
    let isTold = false;
    const asked = inTime(
      at(async () => {}),
      never,
      'kafka:ListClustersV2',
      (signal) => {
        signal.addEventListener('abort', () => {
          isTold = true;
        });
        return new Promise(() => {});
      },
    );
    await expect(asked).rejects.toThrow("AWS doesn't answer for kafka:ListClustersV2: nothing in 0.7 s.");
    expect(isTold).toBe(true);
  });

  test('that is answered, or refused', async () => {
    expect(await inTime(at(stillClock.sleep), never, 'a', async () => 7)).toBe(7);
    const refused = inTime(at(stillClock.sleep), never, 'a', () => Promise.reject(new Error('no')));
    await expect(refused).rejects.toThrow('no');
  });
});
