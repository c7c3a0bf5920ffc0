import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { vi } from 'vitest';
import { temporaryFolder } from '../../../lab/temporary-folder.js';

/** The only profile that anybody has here: of a login in the browser that ended long ago. */
export const endedProfile = 'exchange';

const session = 'exchange-corp';
const startUrl = 'https://exchange.example/start';
const config = `[profile ${endedProfile}]
sso_session = ${session}
sso_account_id = 123456789012
sso_role_name = Dev
[sso-session ${session}]
sso_region = us-east-1
sso_start_url = ${startUrl}
sso_registration_scopes = sso:account:access
`;

/** Who runs exops in all set-ups: AWS's SDK reads these files by the variables of the process itself. */
export async function personAtHome(): Promise<{ leave(): Promise<void> }> {
  const home = await temporaryFolder('exops-home-');
  // https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html
  const cache = join(home.path, '.aws/sso/cache');
  await mkdir(cache, { recursive: true });
  const token = { startUrl, region: 'us-east-1', accessToken: 'x', expiresAt: '2020-01-01T00:00:00Z' };
  const name = `${createHash('sha1').update(session).digest('hex')}.json`;
  await writeFile(join(cache, name), JSON.stringify(token));
  await writeFile(join(home.path, 'config'), config);
  vi.stubEnv('HOME', home.path);
  vi.stubEnv('AWS_CONFIG_FILE', join(home.path, 'config'));
  vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home.path, 'credentials'));
  vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
  return {
    async leave() {
      vi.unstubAllEnvs();
      await home.remove();
    },
  };
}
