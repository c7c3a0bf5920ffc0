import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Aws } from '../../../src/lib/aws/aws.js';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { mskToken, type TokenOptions } from '../../lab/kafka/msk-token.js';
import { diagnoseKafka, ways } from './kafka-chain.js';
import { arnOf, mskOf } from './msk-cluster.js';

describe('a refused login', () => {
  test.for([
    ['ops', 'wrong'],
    ['nobody', 'ops-secret'],
  ] as const)('SCRAM as %s with %s', async ([username, password]) => {
    const msk = await sharedMsk();
    const { verdict, bad } = await diagnoseKafka({
      brokers: msk.listeners.scram,
      auth: await ways.scram(msk.pki, username, password),
      cluster: mskOf(msk),
    });
    expect(verdict).toMatchObject({ layer: 'login', exitCode: 4 });
    const [finding] = bad('login');
    expect(finding).toMatchObject({ problem: 'login-refused', access: true });
    expect(finding?.saw).toContain(`the login as ${username} is refused: Authentication failed`);
    expect(finding?.next?.at(-1)).toBe(`aws kafka list-scram-secrets --cluster-arn ${arnOf(msk.region)}`);
    expect(JSON.stringify(bad('login'))).not.toContain(password === 'wrong' ? '"wrong"' : password);
  });

  interface Refused {
    readonly secret?: string;
    readonly token?: Partial<TokenOptions>;
    readonly clockOffsetMs?: number;
    readonly expiresAt?: number;
    readonly arn?: string;
  }

  const iam = async ({ secret = 'secret', token = {}, clockOffsetMs = 0, expiresAt, arn }: Refused) => {
    const msk = await sharedMsk();
    const key = { accessKeyId: `AKIA${randomUUID().slice(0, 12).toUpperCase()}`, secretAccessKey: 'secret' };
    await msk.letIn(key);
    const aws = {
      clockOffset: async () => clockOffsetMs,
      credentials: async () => ({ accessKeyId: 'AKIA…', source: 'test', expiresAt, provider: undefined }),
      identity: async () => ({ accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/kim' }),
    } as unknown as Partial<Aws>;
    const made = () => mskToken({ ...key, secretAccessKey: secret }, { region: msk.region, ...token });
    const diagnosis = await diagnoseKafka({
      ...{ brokers: msk.listeners.iam, aws, cluster: mskOf(msk, arn) },
      auth: await ways.iam(msk.pki, async () => made()),
    });
    expect(diagnosis.verdict).toMatchObject({ layer: 'login', exitCode: 4 });
    expect(JSON.stringify(diagnosis.examined)).not.toContain(made().slice(0, 60));
    return { msk, finding: diagnosis.bad('login')[0] };
  };

  test('a wrong secret looks like a missing right', async () => {
    const { msk, finding } = await iam({ secret: 'wrong' });
    expect(finding).toMatchObject({
      problem: 'connect-denied',
      saw: expect.stringMatching(/: the IAM token of AKIA….{4} is refused: .*Access denied$/),
      next: [
        `Most likely arn:aws:iam::123456789012:user/kim lacks kafka-cluster:Connect on ${arnOf(msk.region)}. What it needs:`,
        'exops msk policy --for admin --topic *',
      ],
    });
  });

  test('another region', async () => {
    const { finding } = await iam({ token: { region: 'eu-central-1' } });
    expect(finding).toMatchObject({
      problem: 'token-region',
      next: [
        'It was signed for eu-central-1, and the cluster is in ap-northeast-2.',
        'In exops.yaml, under aws:',
        'region: ap-northeast-2',
      ],
    });
  });

  test.for([
    ['behind', -20],
    ['ahead of', 20],
  ] as const)('a clock that is %s', async ([words, minutes]) => {
    const offset = minutes * 60_000;
    const { finding } = await iam({ token: { signedAt: Date.now() + offset } });
    expect(finding?.problem).toBe('token-clock');
    expect(finding?.next?.[0]).toMatch(new RegExp(`^It was signed (20|19) min .*${words} AWS's clock`));
    expect(finding?.next?.at(-1)).toBe('sudo chronyc makestep');
  });

  test('credentials that have ended', async () => {
    const { finding } = await iam({ secret: 'wrong', expiresAt: Date.UTC(2026, 0, 1) });
    expect(finding).toMatchObject({
      problem: 'token-credentials-ended',
      next: ['The credentials ended at 2026-01-01T00:00:00.000Z. Get new ones where these came from.'],
    });
  });
});
