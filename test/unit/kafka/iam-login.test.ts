import { describe, expect, test } from 'vitest';
import { bearerLogin, TokenRefusedError } from '../../../src/lib/kafka/bearer-login.js';
import { explainRefusedToken } from '../../../src/lib/kafka/explain-refused-token.js';
import { describeIamToken } from '../../../src/lib/kafka/iam-token.js';
import { marginOf } from '../../../src/lib/kafka/keep-logged-in.js';

const url =
  'https://kafka.eu-west-1.amazonaws.com/?Action=kafka-cluster%3AConnect&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAEXAMPLEKEYWXYZ%2F20261121%2Feu-west-1%2Fkafka-cluster%2Faws4_request&X-Amz-Date=20261121T201500Z&X-Amz-Expires=900&X-Amz-Signature=cafe';
const token = Buffer.from(url).toString('base64url');
const facts = {
  accessKey: 'AKIA…WXYZ',
  region: 'eu-west-1',
  signedAt: Date.UTC(2026, 10, 21, 20, 15),
  lifetimeMs: 900_000,
};

describe('describeIamToken', () => {
  test('says whose it is, and for where', () => {
    expect(describeIamToken(token)).toEqual(facts);
  });

  test.each(['', 'hunter2', Buffer.from('https://kafka.eu-west-1.amazonaws.com/').toString('base64url')])(
    'nothing of %j',
    (text) => {
      expect(describeIamToken(text)).toBeUndefined();
    },
  );
});

const withLength = (text: string) => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(Buffer.byteLength(text));
  return Buffer.concat([length, Buffer.from(text)]);
};

/** A broker that answers each message of the login so, and what it was sent. */
function broker(answers: readonly (string | Error)[]) {
  const sent: string[] = [];
  const login = bearerLogin(async () => token)({
    saslAuthenticate: async ({ request, response }) => {
      const bytes = await request.encode();
      expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
      sent.push(bytes.subarray(4).toString('utf8'));
      const answer = answers[sent.length - 1] ?? '';
      if (typeof answer !== 'string') throw answer;
      return response.parse(await response.decode(withLength(answer)));
    },
  });
  return { sent, login: () => login.authenticate() };
}
const refusal = (message: string) =>
  Object.assign(new Error(message), { type: 'SASL_AUTHENTICATION_FAILED' });

describe('a login with a token', () => {
  test('is one message', async () => {
    const { sent, login } = broker(['']);
    await login();
    expect(sent).toEqual([`n,,\u0001auth=Bearer ${token}\u0001\u0001`]);
  });

  test('that is refused keeps the words of the broker, and not the token', async () => {
    const { login } = broker([refusal(`[0f5c]: Access denied to ${token}`)]);
    const error = await login().catch((one: unknown) => one);
    expect(error).toEqual(expect.objectContaining({ constructor: TokenRefusedError, facts }));
    expect(error).toHaveProperty('message', '[0f5c]: Access denied to ••••');
  });

  test.each([
    ['a part of it', `bad token ${token.slice(40, 100)}, sorry`, 'bad token ••••, sorry'],
    [
      'the address that it is',
      `bad address ${url}!`,
      `bad address https://kafka.eu-west-1.amazonaws.com/?${Array(6).fill('••••').join('&')}!`,
    ],
    [
      'that without its escapes',
      'AKIAEXAMPLEKEYWXYZ/20261121/eu-west-1/kafka-cluster/aws4_request lacks kafka-cluster:Connect',
      '•••• lacks kafka-cluster:Connect',
    ],
  ])('that is refused keeps %s out of the words', async (_, words, shown) => {
    await expect(broker([refusal(words)]).login()).rejects.toThrow(new TokenRefusedError(shown, facts));
  });

  test('that is refused at great length is told of in short', async () => {
    const { login } = broker([refusal('no '.repeat(100_000))]);
    const error = await login().catch((one: unknown) => one);
    expect(error instanceof Error && error.message.length).toBe(1_000);
  });

  test('that is refused in a challenge asks for the reason', async () => {
    const { sent, login } = broker(['{"status":"invalid_token"}', refusal('the reason')]);
    await expect(login()).rejects.toThrow('the reason');
    expect(sent[1]).toBe('\u0001');
    await expect(broker(['{"status":"invalid_token"}', '']).login()).rejects.toThrow(
      '{"status":"invalid_token"}',
    );
  });

  test('keeps other errors as they are', async () => {
    const lost = new Error('Closed connection');
    await expect(broker([lost]).login()).rejects.toBe(lost);
  });
});

describe('explainRefusedToken', () => {
  const msk = { host: 'b-1.x.c4.kafka.ap-northeast-2.amazonaws.com', port: 9098 };
  const denied = (given: typeof facts | undefined = facts) =>
    new TokenRefusedError('[0f5c]: Access denied', given);

  test('a wrong region says all', () => {
    expect(explainRefusedToken(denied(), msk)).toEqual({
      message: `${msk.host}:9098 refused the IAM login of AKIA…WXYZ (eu-west-1): [0f5c]: Access denied`,
      hint: `The token was signed for eu-west-1, and the cluster is in ap-northeast-2.
Try: --region ap-northeast-2, or aws.region in exops.yaml`,
    });
  });

  test('in the right region a right is missing, or the clock is wrong', () => {
    const right = { ...facts, region: 'ap-northeast-2' };
    expect(
      explainRefusedToken(denied(right), msk).hint,
    ).toBe(`Most likely that identity lacks kafka-cluster:Connect on this cluster: exops msk policy prints what it needs.
Or the clock here is wrong: the token was signed when it showed 20:15:00 UTC.`);
  });

  test('behind another name the region may be wrong as well', () => {
    const { hint } = explainRefusedToken(denied(), { host: '10.0.0.1', port: 9098 });
    expect(hint).toMatch(/\nOr the cluster is in another region than eu-west-1\.$/);
  });

  test('words of the broker stay on their line', () => {
    const { message } = explainRefusedToken(new TokenRefusedError('no\n\u001b[2Jway', undefined), msk);
    expect(message).toBe(`${msk.host}:9098 refused the IAM login: no\\n\\x1b[2Jway`);
  });
});

test.each([
  [0, 0],
  [1_000, 200],
  [60_000, 12_000],
  [900_000, 45_000],
  [43_200_000, 45_000],
])('a session of %d ms is renewed %d ms before its end', (lifetime, margin) => {
  expect(marginOf(lifetime)).toBe(margin);
});
