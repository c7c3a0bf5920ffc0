import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AwsSettings } from '../../../src/lib/aws/aws-settings.js';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { UsageError } from '../../../src/lib/errors.js';
import { freePort } from '../../lab/ports.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import { failureOf, openLab as open } from './opened-aws.js';

test('the identity is asked for once', async () => {
  const { aws, actions, events, lab } = open();
  const [first, second] = await Promise.all([aws.identity(), aws.identity()]);
  expect(first).toMatchObject({ accountId: '123456789012', arn: expect.stringMatching(/^arn:aws:/) });
  expect(second).toBe(first);
  await aws.identity();
  expect(await actions()).toEqual(['GetCallerIdentity']);
  expect(events).toEqual([expect.stringMatching(/^AWS sts:GetCallerIdentity \(\d+ ms\)$/)]);
  expect(events.join()).not.toContain(lab.env['AWS_ACCESS_KEY_ID']);
});

test('an identity that could not be had is asked for again', async () => {
  const { aws, lab } = open();
  await lab.fault({ service: 'sts', code: 'ExpiredToken', status: 403, times: 1 });
  expect(await failureOf(aws.identity())).toMatchObject({ exitCode: 4 });
  expect(await aws.identity()).toMatchObject({ accountId: '123456789012' });
});

describe('a profile', () => {
  /** AWS as a profile of these files has it; no keys are in the variables. */
  async function openProfile(
    files: { config?: string; credentials?: string },
    settings: Partial<AwsSettings>,
  ) {
    const { lab, actions } = open();
    const folder = await temporaryFolder();
    onTestFinished(folder.remove);
    await mkdir(join(folder.path, '.aws'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder.path, '.aws', name), text);
    const env = { AWS_ENDPOINT_URL: lab.endpoint, AWS_REGION: lab.env['AWS_REGION'] };
    const keys = [
      `aws_access_key_id = ${lab.env['AWS_ACCESS_KEY_ID']}`,
      `aws_secret_access_key = ${lab.env['AWS_SECRET_ACCESS_KEY']}`,
    ].join('\n');
    const aws = (given: Partial<AwsSettings> = {}) =>
      openAws({ home: folder.path, trace: () => {}, ...settings, ...given, env: { ...env, ...given.env } });
    await writeFile(
      join(folder.path, '.aws', 'credentials'),
      `${files.credentials ?? ''}\n[keys]\n${keys}\n`,
    );
    return { aws, actions, lab };
  }

  test('has keys and a region', async () => {
    const { aws, lab } = await openProfile({ config: '[profile keys]\nregion = eu-west-1\n' }, {});
    const opened = aws({ profile: 'keys', env: { AWS_REGION: '' } });
    expect(opened.region).toBe('eu-west-1');
    await opened.identity();
    expect(await lab.calls()).toMatchObject([{ action: 'GetCallerIdentity', region: 'eu-west-1' }]);
  });

  test('is taken before keys in the variables, and its region is not', async () => {
    const { aws, lab } = await openProfile({ config: '[profile keys]\nregion = eu-west-1\n' }, {});
    const others = { AWS_ACCESS_KEY_ID: 'AKIA0000000000000000', AWS_SECRET_ACCESS_KEY: 'x' };
    await aws({ profile: 'keys', env: others }).identity();
    expect(await lab.calls()).toMatchObject([{ region: 'ap-northeast-2' }]);
  });

  describe('with a role', () => {
    const role = '[profile role]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = keys\n';

    // The SDK's own requests for credentials see no other variables.
    beforeEach(() => {
      vi.stubEnv('AWS_ENDPOINT_URL', open().lab.endpoint);
      return () => {
        vi.unstubAllEnvs();
      };
    });

    test('is assumed once for all services', async () => {
      const { aws, actions } = await openProfile({ config: role }, { profile: 'role' });
      const opened = aws();
      await Promise.all([opened.ec2.describeInstances({ ids: ['i-0'] }), opened.ssm.parameters(['/a'])]);
      expect((await opened.identity()).arn).toMatch(/^arn:aws:sts::123456789012:assumed-role\/ops\//);
      expect(await actions()).toEqual(['AssumeRole']);
    });

    test('asks for the code of the MFA device, once', async () => {
      const config = `${role}mfa_serial = arn:aws:iam::123456789012:mfa/mina\n`;
      const { aws } = await openProfile({ config }, { profile: 'role' });
      const asked: string[] = [];
      const askMfaCode = async (serial: string) => {
        asked.push(serial);
        return '123456';
      };
      const opened = aws({ askMfaCode });
      await opened.identity();
      await opened.ec2.describeInstances({ ids: ['i-0'] });
      expect(asked).toEqual(['arn:aws:iam::123456789012:mfa/mina']);
    });

    test('that can not be asked for names the host', async () => {
      const port = await freePort();
      vi.stubEnv('AWS_ENDPOINT_URL_STS', `http://127.0.0.1:${port}`);
      const { aws } = await openProfile({ config: role }, { profile: 'role' });
      const asking = aws().ec2.describeInstances({ ids: ['i-0'] });
      expect(await failureOf(asking)).toMatchObject({ host: `127.0.0.1:${port}` });
    });

    test('that may not be assumed names that right', async () => {
      const { aws, lab } = await openProfile({ config: role }, { profile: 'role' });
      const message =
        'User: arn:aws:iam::123456789012:user/mina is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::123456789012:role/ops';
      await lab.fault({ service: 'sts', action: 'AssumeRole', code: 'AccessDenied', message, status: 403 });
      expect(await failureOf(aws().ec2.describeInstances({ ids: ['i-0'] }))).toMatchObject({
        message:
          "AWS doesn't allow sts:AssumeRole on arn:aws:iam::123456789012:role/ops, which ec2:DescribeInstances needs: the right is missing.",
      });
    });
  });

  test('that is not there is an error before anything is asked', async () => {
    const { aws, actions } = await openProfile({ config: '' }, {});
    expect(() => aws({ profile: 'key' })).toThrow(UsageError);
    expect(() => aws({ profile: 'key' })).toThrow(/no AWS profile "key".*did you mean "keys"/);
    expect(() => aws({ env: { AWS_PROFILE: 'none' } })).toThrow(/no AWS profile "none"/);
    expect(await actions()).toEqual([]);
  });

  test('without a region is an error as well', async () => {
    const { aws } = await openProfile({ config: '' }, { profile: 'keys' });
    expect(() => aws({ env: { AWS_REGION: '' } })).toThrow('No AWS region is given.');
  });
});
