import { describe, expect, test } from 'vitest';
import { parseProfiles, profileFiles, readProfiles } from '../../../src/lib/aws/profiles.js';
import { failureOf } from '../config/failure.js';
import { folderWith } from '../config/folder.js';

const config = `
# the team's
[default]
region = us-east-1

[profile dev]
region=ap-northeast-2   # Seoul
sso_session = exchange
s3 =
    max_concurrent_requests = 20
    region = nested

[profile "with-quotes"]
Region = eu-west-1
[sso-session exchange]
sso_region = us-east-1
[services local]
[stray]
region = nowhere
`;

const credentials = `[dev]
aws_access_key_id = AKIA0000000000000000
[ old ]
region = eu-central-1
; gone = 1
`;

describe('parseProfiles', () => {
  test('knows the profiles of both files, and no other section', () => {
    expect([...parseProfiles(config, credentials).keys()]).toEqual(['default', 'dev', 'with-quotes', 'old']);
  });

  test('reads settings without comments and without what is nested in them', () => {
    const profiles = parseProfiles(config, credentials);
    expect(Object.fromEntries(profiles.get('dev') ?? [])).toEqual({
      region: 'ap-northeast-2',
      sso_session: 'exchange',
      s3: '',
      aws_access_key_id: 'AKIA0000000000000000',
    });
    expect(profiles.get('with-quotes')?.get('region')).toBe('eu-west-1');
    expect(Object.fromEntries(profiles.get('old') ?? [])).toEqual({ region: 'eu-central-1' });
  });

  test('lets the credentials file win', () => {
    const profiles = parseProfiles('[profile a]\nregion = x\noutput = json', '[a]\nregion = y');
    expect(Object.fromEntries(profiles.get('a') ?? [])).toEqual({ region: 'y', output: 'json' });
  });

  test('takes a value with = and # in it as it is', () => {
    const profile = parseProfiles('[default]\r\ncredential_process = op run --a=b#c\r\n', '').get('default');
    expect(profile?.get('credential_process')).toBe('op run --a=b#c');
  });
});

describe('profileFiles', () => {
  test('are in the home folder, or where the variables say', () => {
    expect(profileFiles({}, '/home/mina')).toEqual({
      config: '/home/mina/.aws/config',
      credentials: '/home/mina/.aws/credentials',
    });
    const env = { AWS_CONFIG_FILE: '~/aws.ini', AWS_SHARED_CREDENTIALS_FILE: '/etc/aws' };
    expect(profileFiles(env, '/home/mina')).toEqual({
      config: '/home/mina/aws.ini',
      credentials: '/etc/aws',
    });
  });
});

describe('readProfiles', () => {
  test('takes a file that is not there for an empty one', async () => {
    const folder = await folderWith({ config: '[profile dev]\n' });
    const files = { config: `${folder}/config`, credentials: `${folder}/none/credentials` };
    expect([...readProfiles(files).keys()]).toEqual(['dev']);
  });

  test('says which file it can not read', async () => {
    const folder = await folderWith({ 'config/file': '' });
    const files = { config: `${folder}/config`, credentials: `${folder}/credentials` };
    const { message } = await failureOf(() => readProfiles(files));
    expect(message).toBe(`${folder}/config is a folder, not a file.`);
  });
});
