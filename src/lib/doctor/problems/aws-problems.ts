import type { Problem } from '../model.js';
import { awsNetworkProblems } from './aws-network-problems.js';

/** What can be wrong with AWS and on the way through it. */
export const awsProblems = {
  'aws-settings-unusable': {
    layer: 'configuration',
    title: "The AWS profile isn't there, or no region is given",
    symptoms: ['aws: The config profile (liquibook) could not be found', 'aws: You must specify a region'],
    cause:
      'The environment names a profile that this machine does not have, or neither it nor a variable says which region is meant.',
    remedy:
      'Write `aws: { profile: …, region: … }` into the environment as `aws configure list-profiles` has them, or give `--profile` and `--region`.',
  },
  'aws-unreachable': {
    layer: 'any',
    title: 'AWS does not answer',
    symptoms: [
      'aws: Could not connect to the endpoint URL',
      'Java: SdkClientException: Unable to execute HTTP request',
    ],
    cause:
      "There is no way from here to AWS's API: no network, a proxy that isn't named, a region that doesn't exist, or a firewall.",
    remedy:
      'Look at the network first, then at HTTPS_PROXY and AWS_ENDPOINT_URL. The message has the host that was asked.',
  },
  'aws-throttled': {
    layer: 'any',
    title: 'AWS wants fewer requests',
    symptoms: ['aws: Throttling: Rate exceeded'],
    cause: 'More is asked in this account and region than AWS answers.',
    remedy: 'Wait a minute and run `exops doctor` again; look for a script that asks all the time.',
  },
  'aws-right-missing': {
    layer: 'any',
    title: 'A right in AWS is missing',
    symptoms: ['aws: AccessDeniedException: User … is not authorized to perform: kafka:ListClustersV2'],
    cause:
      'No policy of the role or user allows what was asked, or one denies it. As a warning it says what could not be looked at, and nothing is broken by it.',
    remedy:
      'Ask whoever keeps the policies for the right that is named; `exops aws policy` prints what exops needs. Or choose another `--profile`.',
  },
  'aws-credentials-missing': {
    layer: 'credentials',
    title: 'There are no AWS credentials',
    symptoms: [
      'aws: Unable to locate credentials',
      'Java: SdkClientException: Unable to load credentials from any of the providers in the chain',
    ],
    cause: 'Neither the profile nor the variables of this shell have credentials.',
    remedy: 'Name a profile that has some with `aws: { profile: … }` or `--profile`, or log in.',
  },
  'aws-session-expired': {
    layer: 'credentials',
    title: 'The login of the AWS profile has expired',
    symptoms: ['aws: Error loading SSO Token: Token for liquibook does not exist'],
    cause: 'The profile takes its credentials from a login in the browser, and that login is over.',
    remedy: 'Log in anew with the line that doctor prints: `aws sso login --profile NAME`.',
  },
  'aws-credentials-expired': {
    layer: 'credentials',
    title: 'The AWS credentials have expired',
    symptoms: [
      'aws: ExpiredToken: The security token included in the request is expired',
      'kafkajs: SASL OAUTHBEARER authentication failed: Access denied',
    ],
    cause:
      'Temporary credentials last some hours, and nobody renews those in variables or in a file of keys.',
    remedy:
      'Get new ones where these came from, or unset the variables and give `--profile`: a profile renews its own.',
  },
  'aws-credentials-refused': {
    layer: 'credentials',
    title: 'AWS does not accept the credentials',
    symptoms: [
      'aws: InvalidClientTokenId: The security token included in the request is invalid',
      'kafkajs: SASL OAUTHBEARER authentication failed: Access denied',
    ],
    cause:
      "The access key was deleted or switched off, its secret isn't its own, or the command that gives the credentials failed.",
    remedy:
      'Look at the message for which of them; get new keys, or choose another profile with `--profile`.',
  },
  'aws-credentials-expire-soon': {
    layer: 'credentials',
    title: 'The AWS credentials expire within minutes',
    symptoms: [],
    cause:
      'The credentials in the variables have less than a quarter of an hour left, and nobody renews them.',
    remedy: 'Get new ones before anything that takes long, or give `--profile`: a profile renews its own.',
  },
  'clock-off': {
    layer: 'credentials',
    title: "This machine's clock is minutes off",
    symptoms: [
      'aws: SignatureDoesNotMatch: Signature expired',
      'kafkajs: SASL OAUTHBEARER authentication failed: Access denied',
      'Java: SaslAuthenticationException: [uuid]: Access denied',
    ],
    cause:
      "AWS refuses what was signed more than 5 minutes away from its own time. AWS's libraries correct themselves; a token for MSK is refused, and a certificate may seem not valid yet.",
    remedy:
      'Set the clock right and keep it so with NTP: `sudo chronyc makestep`, or `sudo timedatectl set-ntp true`.',
  },
  'clock-drifts': {
    layer: 'credentials',
    title: "This machine's clock is off by more than a minute",
    symptoms: [],
    cause: 'A clock that nobody sets drifts; from 5 minutes on AWS refuses signatures, and MSK tokens.',
    remedy: 'Set the clock right and keep it so with NTP: `sudo timedatectl set-ntp true`.',
  },
  'wrong-account': {
    layer: 'account',
    title: 'The credentials are of another AWS account than the environment',
    symptoms: [],
    cause:
      'The environment says `accountId:`, and the credentials are of another one: everything else would be looked for in the wrong place.',
    remedy: 'Choose a profile of the right account with `--profile`, or put `accountId:` right.',
  },
  'host-asleep': {
    layer: 'instance',
    title: 'An instance was put to sleep',
    symptoms: ['ssh: connect to host … port 22: Connection timed out', 'kafkajs: Connection timeout'],
    cause:
      'Somebody put the environment to sleep with exops, and the way in, or a broker, is one of its instances.',
    remedy: 'Wake it with `exops dev wake`, or let `exops doctor --fix` do it.',
  },
  'host-stopped': {
    layer: 'instance',
    title: 'An instance is stopped',
    symptoms: ['ssh: connect to host … port 22: Connection timed out', 'kafkajs: Connection timeout'],
    cause: 'The way in, or a broker, is an instance that somebody or something stopped.',
    remedy: 'Start it with the line that doctor prints: `aws ec2 start-instances …`.',
  },
  'host-not-running': {
    layer: 'instance',
    title: "An instance is just starting or stopping, or can't be logged in to",
    symptoms: [],
    cause: 'The instance is on its way to another state, was terminated, or runs Windows.',
    remedy: 'Wait until it runs, or name another instance in `hosts:`.',
  },
  'host-not-found': {
    layer: 'instance',
    title: 'There is no such instance',
    symptoms: [],
    cause: 'No instance of this account and region has the id or the tags of the host.',
    remedy: 'Put the id or the tags in `hosts:` right, or the region and the profile.',
  },
  'host-ambiguous': {
    layer: 'instance',
    title: 'Several instances have the tags of the host',
    symptoms: [],
    cause: 'The tags of the host fit more than one instance, and exops does not guess.',
    remedy: 'Write the id of the one that is meant, or one more tag, into `hosts:`.',
  },
  ...awsNetworkProblems,
} as const satisfies Record<string, Problem>;
