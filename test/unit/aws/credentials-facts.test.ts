import { describe, expect, test } from 'vitest';
import type { CredentialSource } from '../../../src/lib/aws/choose-credentials.js';
import { credentialsFacts } from '../../../src/lib/aws/credentials-facts.js';

const keys = { accessKeyId: 'AKIA0123456789ABCDEF', secretAccessKey: 'hush' };
const profile = (name = 'dev'): CredentialSource => ({
  ...{ from: 'profile', profile: name, isComplete: true, login: undefined },
});
const anywhere: CredentialSource = {
  ...{ from: 'anywhere', profile: 'default', isComplete: false, login: undefined },
};

async function sourceOf(source: CredentialSource, ...marks: readonly string[]): Promise<string> {
  const $source = Object.fromEntries(marks.map((mark) => [mark, 'x']));
  return (await credentialsFacts(source, async () => ({ ...keys, $source }))).source;
}

describe('what is told of credentials', () => {
  test('has little of the access key in it, and nothing secret', async () => {
    const facts = await credentialsFacts(profile(), async () => ({ ...keys, sessionToken: 'hush-too' }));
    expect(facts.accessKeyId).toBe('AKIA…CDEF');
    expect(JSON.stringify(facts)).not.toMatch(/hush|0123456789/);
  });

  test('has the provider that all share, which is asked once for it', async () => {
    let asked = 0;
    const provider = async () => {
      asked += 1;
      return keys;
    };
    expect((await credentialsFacts(profile(), provider)).provider).toBe(provider);
    expect(asked).toBe(1);
  });

  test.each([
    [new Date(1_795_000_000_000), 1_795_000_000_000],
    [undefined, undefined],
    [new Date(Number.NaN), undefined],
  ])('ends at %s', async (expiration, expiresAt) => {
    const credentials = expiration === undefined ? keys : { ...keys, expiration };
    expect((await credentialsFacts(profile(), async () => credentials)).expiresAt).toBe(expiresAt);
  });

  test.each([
    ['profile dev', []],
    ['profile dev, from its keys', ['CREDENTIALS_PROFILE']],
    ['profile dev, from SSO', ['CREDENTIALS_SSO', 'CREDENTIALS_PROFILE_SSO']],
    ['profile dev, from SSO', ['CREDENTIALS_SSO_LEGACY', 'CREDENTIALS_PROFILE_SSO_LEGACY']],
    ['profile dev, from aws login', ['CREDENTIALS_LOGIN', 'CREDENTIALS_PROFILE_LOGIN']],
    ['profile dev, from its credential_process', ['CREDENTIALS_PROCESS', 'CREDENTIALS_PROFILE_PROCESS']],
    ['profile dev, a role assumed', ['CREDENTIALS_STS_ASSUME_ROLE', 'CREDENTIALS_PROFILE_SOURCE_PROFILE']],
    [
      'profile dev, a role assumed with a web identity token',
      ['CREDENTIALS_STS_ASSUME_ROLE_WEB_ID', 'CREDENTIALS_PROFILE_STS_WEB_ID_TOKEN'],
    ],
  ])('is from %s', async (words, marks) => {
    expect(await sourceOf(profile(), ...marks)).toBe(words);
  });

  test.each([
    ['the role of this machine', []],
    ['the role of this container', ['CREDENTIALS_HTTP']],
    [
      'the role of AWS_WEB_IDENTITY_TOKEN_FILE',
      ['CREDENTIALS_STS_ASSUME_ROLE_WEB_ID', 'CREDENTIALS_ENV_VARS_STS_WEB_ID_TOKEN'],
    ],
    ['profile default, from its keys', ['CREDENTIALS_PROFILE']],
  ])('found without a profile is from %s', async (words, marks) => {
    expect(await sourceOf(anywhere, ...marks)).toBe(words);
  });

  test('is from variables', async () => {
    expect(await sourceOf({ from: 'variables' })).toBe('AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
  });

  test('are not there when the provider finds none', async () => {
    const none = async () => Promise.reject(new Error('none'));
    await expect(credentialsFacts(profile(), none)).rejects.toThrow('none');
  });
});
