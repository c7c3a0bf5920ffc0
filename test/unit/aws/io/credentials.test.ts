import { readFile } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { chooseCredentials } from '../../../../src/lib/aws/choose-credentials.js';
import { type Credentials, credentialProvider, untilExpiry } from '../../../../src/lib/aws/credentials.js';
import { explainAwsError } from '../../../../src/lib/aws/explain-aws-error.js';
import { profileFiles, readProfiles } from '../../../../src/lib/aws/profiles.js';
import { requestHandler } from '../../../../src/lib/aws/request-handler.js';
import { serverClock } from '../../../../src/lib/aws/server-clock.js';
import { folderWith } from '../../config/folder.js';

const call = { action: 'sts:GetCallerIdentity' };

const keys = 'aws_access_key_id = AKIA0000000000000000\naws_secret_access_key = hush';

const handler = async () => requestHandler(1_000, serverClock());

/** The credentials of a profile of these files, as every client asks for them. */
async function credentialsOf(
  profile: string,
  { config = '', credentials = '' },
  askMfaCode?: (serial: string) => Promise<string>,
) {
  const home = await folderWith({ '.aws/config': config, '.aws/credentials': credentials });
  const files = profileFiles({}, home);
  // For SSO the SDK looks nowhere else.
  vi.stubEnv('AWS_CONFIG_FILE', files.config);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  const source = chooseCredentials({ profile, env: {}, profiles: () => readProfiles(files) });
  const rest = { region: 'ap-northeast-2', env: {}, handler, askMfaCode };
  const provide = credentialProvider({ source, files, ...rest });
  return {
    provide,
    explained: async () => {
      try {
        await provide();
      } catch (error) {
        return explainAwsError(error, call, source);
      }
      return expect.unreachable('there were credentials');
    },
  };
}

describe('credentialProvider', () => {
  test('gives the keys of the variables, the token too', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'AKIA0000000000000000', AWS_SECRET_ACCESS_KEY: 'hush' };
    const input = { source: { from: 'variables' }, region: 'x', handler, askMfaCode: undefined } as const;
    const files = { config: '', credentials: '' };
    const plain = { accessKeyId: 'AKIA0000000000000000', secretAccessKey: 'hush' };
    expect(await credentialProvider({ ...input, files, env })()).toEqual(plain);
    const withToken = { ...env, AWS_SESSION_TOKEN: 'token' };
    expect(await credentialProvider({ ...input, files, env: withToken })()).toEqual({
      ...plain,
      sessionToken: 'token',
    });
    const ending = { ...env, AWS_CREDENTIAL_EXPIRATION: '2026-11-21T20:00:00Z' };
    const { expiration } = await credentialProvider({ ...input, files, env: ending })();
    expect(expiration).toEqual(new Date('2026-11-21T20:00:00Z'));
    const senseless = { ...env, AWS_CREDENTIAL_EXPIRATION: 'soon' };
    expect(await credentialProvider({ ...input, files, env: senseless })()).toEqual(plain);
  });

  test("gives a profile's keys, from the files that are named", async () => {
    const { provide } = await credentialsOf('dev', { credentials: `[dev]\n${keys}` });
    expect(await provide()).toMatchObject({ accessKeyId: 'AKIA0000000000000000', secretAccessKey: 'hush' });
  });

  test('runs the process of a profile once for everybody', async () => {
    const folder = await folderWith({});
    const answer = JSON.stringify({
      Version: 1,
      AccessKeyId: 'AKIA0000000000000000',
      SecretAccessKey: 'hush',
    });
    const process = `sh -c "echo run >> ${folder}/runs; echo '${answer.replaceAll('"', '\\"')}'"`;
    const { provide } = await credentialsOf('dev', {
      config: `[profile dev]\ncredential_process = ${process}`,
    });
    const given = await Promise.all([provide(), provide()]);
    given.push(await provide());
    expect(given.map(({ secretAccessKey }) => secretAccessKey)).toEqual(['hush', 'hush', 'hush']);
    expect(await readFile(`${folder}/runs`, 'utf8')).toBe('run\n');
  });
});

describe('untilExpiry', () => {
  const minute = 60_000;

  /** Credentials that are good for so many minutes, and the time they are asked at. */
  function clock(minutes: number | undefined) {
    const time = { now: 0, loads: 0 };
    const load = async (): Promise<Credentials> => {
      const accessKeyId = `key ${++time.loads}`;
      const expiration = { expiration: new Date(time.now + (minutes ?? 0) * minute) };
      return { accessKeyId, secretAccessKey: 'hush', ...(minutes === undefined ? {} : expiration) };
    };
    const provide = untilExpiry(load, () => time.now);
    return { time, give: async () => (await provide()).accessKeyId };
  }

  test('gives the same ones until a minute before their end, then new ones to all', async () => {
    const { time, give } = clock(60);
    expect(await Promise.all([give(), give()])).toEqual(['key 1', 'key 1']);
    time.now = 58 * minute;
    expect(await give()).toBe('key 1');
    time.now = 59 * minute;
    expect(await Promise.all([give(), give(), give()])).toEqual(['key 2', 'key 2', 'key 2']);
    expect(await give()).toBe('key 2');
  });

  test('gives those without an end for ever', async () => {
    const { time, give } = clock(undefined);
    await give();
    time.now = 1e12;
    expect(await give()).toBe('key 1');
  });

  test('asks again each time for those that have ended when they come', async () => {
    const { give } = clock(0);
    expect(await give()).toBe('key 2');
    expect(await give()).toBe('key 3');
  });
});

describe('what the SDK says when it finds none', () => {
  test('a login that has never been', async () => {
    const config = [
      '[profile dev]',
      'sso_session = exops-test-that-nobody-has',
      'sso_account_id = 123456789012',
      'sso_role_name = Dev',
      '[sso-session exops-test-that-nobody-has]',
      'sso_region = us-east-1',
      'sso_start_url = https://exchange.example/start',
    ].join('\n');
    const { explained } = await credentialsOf('dev', { config });
    expect(await explained()).toMatchObject({
      message: 'Not logged in to AWS: the profile dev has no session that is still valid.',
      hint: 'Try: aws sso login --profile dev',
    });
  });

  test('an MFA device, and nobody to ask', async () => {
    const config = [
      '[profile role]',
      'source_profile = base',
      'role_arn = arn:aws:iam::123456789012:role/ops',
      'mfa_serial = arn:aws:iam::123456789012:mfa/mina',
    ].join('\n');
    const { explained } = await credentialsOf('role', { config, credentials: `[base]\n${keys}` });
    expect(await explained()).toMatchObject({
      message: 'The AWS profile role wants the code of an MFA device, and there is nobody to ask for it.',
    });
  });

  test('somebody who is asked for the code, and gives up', async () => {
    const config =
      '[profile role]\nsource_profile = base\nrole_arn = arn:aws:iam::123456789012:role/ops\nmfa_serial = serial-7';
    const asked: string[] = [];
    const giveUp = async (serial: string) => {
      asked.push(serial);
      throw new Error('given up');
    };
    const { provide } = await credentialsOf('role', { config, credentials: `[base]\n${keys}` }, giveUp);
    await expect(provide()).rejects.toThrow('given up');
    expect(asked).toEqual(['serial-7']);
  });

  test('a process that fails', async () => {
    const config = '[profile dev]\ncredential_process = sh -c "echo locked >&2; exit 1"';
    const { explained } = await credentialsOf('dev', { config });
    expect((await explained()).message).toBe(
      'The credential_process of the AWS profile dev failed with: locked',
    );
  });
});
