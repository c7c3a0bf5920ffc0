import { expect, test } from 'vitest';
import { parseProfiles } from '../../../src/lib/aws/profiles.js';
import { refuseProgram } from '../../../src/lib/aws/refuse-program.js';

const profiles = () =>
  parseProfiles(
    `[profile broker]
credential_process = /usr/bin/opens-a-browser
[profile role]
role_arn = arn:aws:iam::123456789012:role/x
source_profile = broker
[profile round]
source_profile = round
[profile sso]
sso_session = x`,
    '',
  );
const check = (profile: string) => () =>
  refuseProgram({ from: 'profile', profile, isComplete: true, login: undefined }, profiles);

test('no program is started in the background, not even for the profile that a role comes from', () => {
  const message = 'The credential_process of the AWS profile broker is not for the background.';
  expect(check('broker')).toThrow(message);
  expect(check('role')).toThrow(message);
});

test('other profiles are as good as ever', () => {
  for (const name of ['sso', 'round', 'gone']) expect(check(name)).not.toThrow();
  expect(() => refuseProgram({ from: 'variables' }, profiles)).not.toThrow();
});
