import { describe, expect, test } from 'vitest';
import { chooseCredentials } from '../../../src/lib/aws/choose-credentials.js';
import { parseProfiles } from '../../../src/lib/aws/profiles.js';
import { failureOf } from '../config/failure.js';

const keys = { AWS_ACCESS_KEY_ID: 'AKIA0000000000000000', AWS_SECRET_ACCESS_KEY: 'x' };

const config = `
[profile plain]
region = eu-west-1
[profile dev]
sso_session = exchange
[profile legacy]
sso_start_url = https://exchange.example/start
[profile console]
login_session = arn:aws:iam::123456789012:user/mina
[profile role]
source_profile = dev
[profile circle]
source_profile = circle
`;

const nowhere = { from: 'anywhere', profile: 'default', isComplete: false, login: undefined };

function choose(profile: string | undefined, env = {}, text = config) {
  return chooseCredentials({ profile, env, profiles: () => parseProfiles(text, '') });
}

describe('chooseCredentials', () => {
  test('takes keys in the variables without reading a file', () => {
    const profiles = () => expect.unreachable();
    expect(chooseCredentials({ profile: undefined, env: keys, profiles })).toEqual({ from: 'variables' });
    const withProfile = { ...keys, AWS_PROFILE: 'gone' };
    expect(chooseCredentials({ profile: undefined, env: withProfile, profiles })).toEqual({
      from: 'variables',
    });
    expect(chooseCredentials({ profile: '', env: keys, profiles })).toEqual({ from: 'variables' });
  });

  test('takes the profile that is asked for before the keys', () => {
    expect(choose('plain', keys)).toEqual({
      from: 'profile',
      profile: 'plain',
      isComplete: false,
      login: undefined,
    });
  });

  test('takes the profile of AWS_PROFILE, unless no profile is asked for', () => {
    const env = { AWS_PROFILE: 'plain' };
    expect(choose(undefined, env)).toMatchObject({ from: 'profile', profile: 'plain' });
    expect(choose('', env)).toEqual(nowhere);
  });

  test.each([{}, { AWS_PROFILE: '' }, { AWS_ACCESS_KEY_ID: 'AKIA0000000000000000' }])(
    'leaves it to the default chain, for %o',
    (env) => {
      expect(choose(undefined, env)).toEqual(nowhere);
    },
  );

  test.each([
    ['plain', undefined],
    ['dev', 'aws sso login --profile dev'],
    ['legacy', 'aws sso login --profile legacy'],
    ['console', 'aws login --profile console'],
    ['role', 'aws sso login --profile dev'],
    ['circle', undefined],
  ])('knows how to log in with %s: %s', (profile, login) => {
    expect(choose(profile)).toMatchObject({ login });
  });

  test.each([
    ['sso_session = exchange', true],
    ['sso_start_url = https://exchange.example/start', true],
    ['login_session = arn:aws:iam::123456789012:user/mina', true],
    ['role_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = dev', true],
    ['credential_process = op read aws', true],
    ['aws_access_key_id = AKIA0000000000000000', true],
    ['region = eu-west-1\noutput = json', false],
  ])('knows whether a profile has credentials: %s', (settings, isComplete) => {
    expect(choose('it', {}, `[profile it]\n${settings}`)).toMatchObject({ isComplete });
    expect(choose(undefined, {}, `[default]\n${settings}`)).toMatchObject({ from: 'anywhere', isComplete });
  });

  test('knows how to log in with the default profile', () => {
    const text = '[default]\nsso_session = exchange';
    expect(choose(undefined, {}, text)).toMatchObject({ from: 'anywhere', login: 'aws sso login' });
  });

  test('says that there is no such profile, and which there are', async () => {
    const { message, hint } = await failureOf(() => choose('deb'));
    expect(message).toBe(
      'There is no AWS profile "deb" in ~/.aws/config or ~/.aws/credentials (did you mean "dev"?).',
    );
    expect(hint).toBe('The profiles are plain, dev, legacy, console, role, circle.');
  });

  test('says where it looked', async () => {
    const env = { AWS_CONFIG_FILE: '/etc/aws/config', AWS_SHARED_CREDENTIALS_FILE: 'keys' };
    const { message, hint } = await failureOf(() => choose('dev', env, ''));
    expect(message).toBe('There is no AWS profile "dev" in /etc/aws/config or keys.');
    expect(hint).toBe('There are none. Make one: aws configure sso');
  });

  test('says that the variable names the profile', async () => {
    const { hint } = await failureOf(() => choose(undefined, { AWS_PROFILE: 'gone' }));
    expect(hint).toBe('The variable AWS_PROFILE names it.');
  });

  test('names a few of many profiles', async () => {
    const many = Array.from({ length: 12 }, (_, index) => `[profile p${index}]`).join('\n');
    const { hint } = await failureOf(() => choose('zebra', {}, many));
    expect(hint).toBe('The profiles are p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, and 2 more.');
  });
});
