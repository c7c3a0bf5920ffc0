import { closedPort } from '../../../lab/faulty-listeners.js';
import { endedProfile } from './person.js';
import { awsBlock, type Place } from './place.js';
import type { Coverages, Scene } from './setup.js';

/** A cluster that works, of an environment that is in AWS. */
const environmentOf = ({ kafka }: Place, aws: object = awsBlock) => ({
  aws,
  cluster: { brokers: [kafka.bootstrap] },
});

const without = { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '' };

const minutes = (count: number) => new Date(Date.now() + count * 60_000).toISOString();

async function refused(place: Place, code: string, message: string): Promise<Scene> {
  await place.aws.fault({ service: 'sts', code, message, status: 403 });
  return { environment: environmentOf(place) };
}

/** Credentials, the clock, and whose account it is. */
export const credentialsSetups = {
  'aws-settings-unusable': [
    {
      what: 'a profile that is not there',
      layer: 'credentials',
      exitCode: 2,
      build: async (place) => ({
        environment: environmentOf(place, { ...awsBlock, profile: 'no-such-profile' }),
        saw: 'There is no AWS profile "no-such-profile"',
      }),
    },
  ],
  'aws-credentials-missing': [
    {
      what: 'no credentials',
      exitCode: 4,
      build: async (place) => ({
        environment: environmentOf(place),
        env: without,
        saw: 'There are no AWS credentials.',
        next: [
          'Name a profile: aws: { profile: … } in exops.yaml, --profile, or AWS_PROFILE.',
          'Or make one:',
          'aws configure sso',
        ],
      }),
    },
  ],
  'aws-session-expired': [
    {
      what: 'a login in the browser that is over',
      exitCode: 4,
      build: async (place) => ({
        environment: environmentOf(place, { ...awsBlock, profile: endedProfile }),
        env: without,
        saw: `Not logged in to AWS: the profile ${endedProfile} has no session that is still valid.`,
        next: [`aws sso login --profile ${endedProfile}`],
      }),
    },
  ],
  'aws-credentials-expired': [
    {
      what: 'a session token that AWS calls expired',
      exitCode: 4,
      build: (place) =>
        refused(place, 'ExpiredToken', 'The security token included in the request is expired'),
    },
    {
      what: 'credentials in variables that say they have expired',
      exitCode: 4,
      build: async (place) => ({
        environment: environmentOf(place),
        env: { AWS_SESSION_TOKEN: 'session', AWS_CREDENTIAL_EXPIRATION: minutes(-30) },
      }),
    },
  ],
  'aws-credentials-refused': [
    {
      what: 'an access key that AWS does not know',
      exitCode: 4,
      build: (place) =>
        refused(place, 'InvalidClientTokenId', 'The security token included in the request is invalid.'),
    },
  ],
  'aws-credentials-expire-soon': [
    {
      what: 'credentials in variables with five minutes left',
      exitCode: 0,
      build: async (place) => ({
        environment: environmentOf(place),
        env: { AWS_SESSION_TOKEN: 'session', AWS_CREDENTIAL_EXPIRATION: minutes(5) },
        saw: /^they expire in /,
      }),
    },
  ],
  'clock-off': [
    {
      what: 'a clock 10 minutes behind',
      build: async (place) => {
        await place.aws.setClock(10 * 60_000);
        return {
          environment: environmentOf(place),
          saw: /^this machine's clock is (?:9 min 5\d s|10 min \d s) behind AWS's: /,
          next: ['Set it right:', 'sudo chronyc makestep', 'Or:', 'sudo timedatectl set-ntp true'],
        };
      },
    },
    {
      what: 'a clock 10 minutes ahead',
      build: async (place) => {
        await place.aws.setClock(-10 * 60_000);
        return { environment: environmentOf(place), saw: /^this machine's clock is .* ahead of AWS's: / };
      },
    },
  ],
  'clock-drifts': [
    {
      what: 'a clock 90 s behind',
      exitCode: 0,
      build: async (place) => {
        await place.aws.setClock(90_000);
        return { environment: environmentOf(place), saw: /^this machine's clock is .* behind AWS's$/ };
      },
    },
  ],
  'aws-unreachable': [
    {
      what: 'nothing listens where AWS should be',
      layer: 'credentials',
      build: async (place) => {
        const nobody = await place.started(closedPort());
        return { environment: environmentOf(place), env: { AWS_ENDPOINT_URL: `http://${nobody.bootstrap}` } };
      },
    },
  ],
  'aws-throttled': [
    {
      what: 'AWS wants fewer requests',
      layer: 'credentials',
      build: async (place) => {
        await place.aws.fault({ service: 'sts', code: 'Throttling', message: 'Rate exceeded', status: 400 });
        return { environment: environmentOf(place) };
      },
    },
  ],
  'wrong-account': [
    {
      what: 'credentials of another account',
      exitCode: 4,
      build: async (place) => ({
        environment: environmentOf(place, { ...awsBlock, accountId: '111122223333' }),
        saw: /123456789012.*111122223333|111122223333.*123456789012/,
      }),
    },
  ],
} as const satisfies Coverages;
