import { describe, expect, test } from 'vitest';
import { chooseRegion } from '../../../src/lib/aws/choose-region.js';
import { failureOf } from '../config/failure.js';

const profile = () => new Map([['region', 'eu-west-1']]);

describe('chooseRegion', () => {
  const everywhere = { AWS_REGION: 'us-east-1', AWS_DEFAULT_REGION: 'us-west-2' };

  test.each([
    ['the given one', 'ap-northeast-2', everywhere, 'ap-northeast-2'],
    ["AWS_REGION's", undefined, everywhere, 'us-east-1'],
    ["AWS_DEFAULT_REGION's", undefined, { AWS_DEFAULT_REGION: 'us-west-2' }, 'us-west-2'],
    ["the profile's", undefined, {}, 'eu-west-1'],
    ["the profile's, when all else is empty", '', { AWS_REGION: '', AWS_DEFAULT_REGION: '' }, 'eu-west-1'],
  ])('takes %s', (_, given, env, region) => {
    expect(chooseRegion(given, env, profile)).toBe(region);
  });

  test('does not look at the profile when it need not', () => {
    const never = () => expect.unreachable();
    expect(chooseRegion('us-gov-west-1', {}, never)).toBe('us-gov-west-1');
  });

  test.each([undefined, new Map(), new Map([['region', '']])])(
    'says where to write one, for %o',
    async (none) => {
      const { message, hint } = await failureOf(() => chooseRegion(undefined, {}, () => none));
      expect(message).toBe('No AWS region is given.');
      expect(hint).toBe('Write aws: { region: … } into exops.yaml, give --region, or set AWS_REGION.');
    },
  );

  test.each(['evil.example/#', 'a b', 'us-east-1.evil.example', 'US-EAST-1', '-x', 'a@b'])(
    'refuses %o, which would be a part of host names',
    async (region) => {
      const { message } = await failureOf(() => chooseRegion(region, {}, profile));
      expect(message).toBe(`"${region}" is no AWS region: they look like ap-northeast-2.`);
    },
  );
});
