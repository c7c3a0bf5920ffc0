import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Credentials } from '../../../src/lib/aws/credentials.js';
import { mskIamTokens } from '../../../src/lib/aws/msk-iam-token.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { querySignature } from './sigv4-query.js';

const keys = { accessKeyId: 'AKIA0123456789ABCDEF', secretAccessKey: 'hush+/=hush' };
const region = 'ap-northeast-2';
const start = Date.UTC(2026, 10, 21, 20);
const minute = 60_000;

/** Tokens by a clock that a test sets, and how often credentials were asked for. */
function tokensFor(credentials: () => Promise<Credentials> = async () => keys) {
  vi.useFakeTimers({ now: start, toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  const provider = vi.fn(credentials);
  return { tokens: mskIamTokens({ credentials: provider, region }), provider };
}

const read = (token: string) => new URL(Buffer.from(token, 'base64url').toString());

describe('a token for MSK', () => {
  test('is a signed address of the region, for a quarter of an hour', async () => {
    const { tokens } = tokensFor();
    const { token, expiresAt } = await tokens();
    const address = read(token);
    expect(address.origin).toBe('https://kafka.ap-northeast-2.amazonaws.com');
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      Action: 'kafka-cluster:Connect',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': 'AKIA0123456789ABCDEF/20261121/ap-northeast-2/kafka-cluster/aws4_request',
      'X-Amz-Date': '20261121T200000Z',
      'X-Amz-Expires': '900',
      'X-Amz-SignedHeaders': 'host',
      'User-Agent': expect.stringMatching(/^aws-msk-iam-sasl-signer-js\//),
    });
    expect(address.searchParams.has('X-Amz-Security-Token')).toBe(false);
    expect(expiresAt).toBe(start + 15 * minute);
    expect(token).toMatch(/^[\w-]+$/);
  });

  test.each([
    ['keys', {}],
    ['keys of a session', { sessionToken: 'IQoJb3JpZ2luX2VjEA//+==' }],
  ])('is signed with %s as AWS does it', async (_, session) => {
    const { tokens } = tokensFor(async () => ({ ...keys, ...session }));
    const address = read((await tokens()).token);
    const key = { ...{ day: '20261121', region, service: 'kafka-cluster' } };
    const signature = (secretAccessKey: string) =>
      querySignature(address, { ...key, secretAccessKey }, ['User-Agent']);
    expect(address.searchParams.get('X-Amz-Signature')).toBe(signature(keys.secretAccessKey));
    expect(address.searchParams.get('X-Amz-Signature')).not.toBe(signature('another'));
    const sent = address.searchParams.get('X-Amz-Security-Token');
    expect(sent).toBe('sessionToken' in session ? session.sessionToken : null);
  });

  test('says nothing of the secret key', async () => {
    const { tokens } = tokensFor();
    expect(read((await tokens()).token).href).not.toContain('hush');
  });

  test('lives in whole seconds, and no longer than its credentials', async () => {
    const expiration = new Date(start + 5 * minute + 123);
    const { tokens } = tokensFor(async () => ({ ...keys, expiration }));
    const { token, expiresAt } = await tokens();
    expect(expiresAt).toBe(expiration.getTime());
    expect(read(token).searchParams.get('X-Amz-Expires')).toMatch(/^\d+$/);
  });
});

describe('one token', () => {
  test('is for all who ask, at once and later', async () => {
    const { tokens, provider } = tokensFor();
    const [one, other] = await Promise.all([tokens(), tokens()]);
    vi.setSystemTime(start + 13 * minute);
    expect([other, await tokens()]).toEqual([one, one]);
    expect(provider).toHaveBeenCalledTimes(1);
  });

  test('is replaced a minute before its end, by one for all', async () => {
    const { tokens, provider } = tokensFor();
    const first = await tokens();
    vi.setSystemTime(start + 14 * minute);
    const [one, other] = await Promise.all([tokens(), tokens()]);
    expect(one.token).not.toBe(first.token);
    expect(other).toBe(one);
    expect(one.expiresAt).toBe(start + 29 * minute);
    expect(provider).toHaveBeenCalledTimes(2);
  });

  test('is replaced a minute before the end of its credentials', async () => {
    const ends = [start + 5 * minute, start + 60 * minute];
    const { tokens, provider } = tokensFor(async () => ({
      ...keys,
      expiration: new Date(ends.shift() ?? 0),
    }));
    await tokens();
    vi.setSystemTime(start + 4 * minute - 1);
    await tokens();
    expect(provider).toHaveBeenCalledTimes(1);
    vi.setSystemTime(start + 4 * minute);
    expect((await tokens()).expiresAt).toBe(start + 19 * minute);
    expect(provider).toHaveBeenCalledTimes(2);
  });

  test('that could not be made is asked for again', async () => {
    let isBroken = true;
    const { tokens, provider } = tokensFor(async () => {
      if (isBroken) throw new Error('no session');
      return keys;
    });
    const failed = await Promise.allSettled([tokens(), tokens()]);
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(provider).toHaveBeenCalledTimes(1);
    isBroken = false;
    expect((await tokens()).expiresAt).toBe(start + 15 * minute);
  });
});

describe('the tokens of an account', () => {
  const env = {
    AWS_ACCESS_KEY_ID: keys.accessKeyId,
    AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
    AWS_REGION: region,
  };

  test('are one for each region', async () => {
    const events: string[] = [];
    const aws = openAws({ env, home: '/nowhere', trace: (event) => events.push(event) });
    const asked = [aws.mskToken(), aws.mskToken(region), aws.mskToken('eu-west-1')] as const;
    const [own, again, other] = await Promise.all(asked);
    expect(again).toBe(own);
    expect(read(own).host).toBe('kafka.ap-northeast-2.amazonaws.com');
    expect(read(other).host).toBe('kafka.eu-west-1.amazonaws.com');
    expect(events).toHaveLength(2);
    expect(events.join()).toMatch(/^AWS kafka-cluster:Connect \(\d+ ms\)/);
    expect(events.join()).not.toContain(own);
  });

  test('write nothing to the console', async () => {
    const methods = ['debug', 'error', 'info', 'log', 'trace', 'warn'] as const;
    const spies = methods.map((method) => vi.spyOn(console, method));
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    await openAws({ env, home: '/nowhere', trace: () => {} }).mskToken();
    expect(spies.flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});
