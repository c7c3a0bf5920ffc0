import type { Aws, Identity } from '../../aws/aws.js';
import { WrongAccountError } from '../../aws/guarded-aws.js';
import { awsOf } from '../../config/load-environment.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Outcome, Step } from '../model.js';
import { broken, ok, skipped, step } from '../step.js';
import type { OpenCredentials } from './credentials-step.js';
import { explained } from './explained.js';

/** The value of the account's step: AWS, to be asked by whatever comes after it. */
export interface AwsAccount {
  readonly aws: Aws;
  readonly identity: Identity;
  /** As it was given, for commands that people paste. */
  readonly profile: string | undefined;
}

/** Whether the credentials are of the environment's account; undefined where nothing of it is in AWS. */
export function accountStep(
  deps: DoctorDeps,
  {
    configuration,
    credentials,
  }: {
    readonly configuration: Step<ConfigurationFacts>;
    readonly credentials: Step<OpenCredentials | undefined>;
  },
): Step<AwsAccount | undefined> {
  return step({
    layer: 'account',
    tries: 'the account and the region',
    after: [configuration, credentials],
    run: async (known) => {
      const open = known.value(credentials);
      if (open === undefined) return skipped('nothing of the environment is in AWS', undefined);
      const { given } = known.value(configuration);
      const { env, home } = deps;
      const { aws: place } = await awsOf(given.aws, { env, home, cwd: home, flags: {} });
      return judgeAccount(open, place.accountId, place.profile);
    },
  });
}

/** @param wanted aws.accountId of the environment */
export function judgeAccount(
  { aws, identity }: Pick<OpenCredentials, 'aws' | 'identity'>,
  wanted: string | undefined,
  profile: string | undefined,
): Outcome<AwsAccount> {
  if (wanted !== undefined && wanted !== identity.accountId)
    return broken(explained(new WrongAccountError(identity, wanted), 'wrong-account'));
  return ok(`${identity.accountId} ${aws.region}`, { aws, identity, profile });
}
