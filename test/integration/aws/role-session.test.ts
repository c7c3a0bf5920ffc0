import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { openAws } from '../../../src/lib/aws/open-aws.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import { openLab } from './opened-aws.js';


test.each([
  ['a name by the time', ''],
  ['a name of its own', 'role_session_name = kim\n'],
])('a role that is assumed again is the same principal, with %s', async (_, setting) => {
  const { lab } = openLab();
  const folder = await temporaryFolder();
  onTestFinished(folder.remove);
  await mkdir(join(folder.path, '.aws'));
  const keys = [
    `[profile keys]\naws_access_key_id = ${lab.env['AWS_ACCESS_KEY_ID']}`,
    `aws_secret_access_key = ${lab.env['AWS_SECRET_ACCESS_KEY']}`,
    `[profile role]\nrole_arn = arn:aws:iam::123456789012:role/ops\nsource_profile = keys\n${setting}`,
  ].join('\n');
  await writeFile(join(folder.path, '.aws', 'config'), keys);
  const env = { AWS_ENDPOINT_URL: lab.endpoint, AWS_REGION: lab.env['AWS_REGION'] };
  vi.stubEnv('AWS_ENDPOINT_URL', lab.endpoint);
  const aws = openAws({ home: folder.path, trace: () => {}, profile: 'role', env });
  const { source, expiresAt = 0 } = await aws.credentials();
  expect(source).toBe('profile role, a role assumed');
  expect(expiresAt).toBeGreaterThan(Date.now());
  vi.useFakeTimers({ now: expiresAt, toFake: ['Date'] });
  onTestFinished(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });
  await aws.credentials();
  const calls = (await lab.calls()).filter(({ action }) => action === 'AssumeRole');
  const names = calls.map(({ parameters }) => (parameters as Record<string, unknown>)['RoleSessionName']);
  expect(names).toHaveLength(2);
  expect(names[1]).toBe(names[0]);
  if (setting !== '') expect(names[0]).toBe('kim');
});
