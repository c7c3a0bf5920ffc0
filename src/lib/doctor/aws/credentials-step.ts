import type { Aws, Identity } from '../../aws/aws.js';
import { AwsUnreachableError } from '../../aws/aws-errors.js';
import type { CredentialsFacts } from '../../aws/contract/credentials-facts.js';
import { UsageError } from '../../errors.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Outcome, Step } from '../model.js';
import { broken, skipped, step } from '../step.js';
import { explained } from './explained.js';
import { awsDeadlineMs, inTime } from './in-time.js';
import { judgeCredentials } from './judge-credentials.js';

/** The value of the credentials' step; undefined where nothing of the environment is in AWS. */
export interface OpenCredentials {
  readonly aws: Aws;
  readonly identity: Identity;
  readonly facts: CredentialsFacts;
}

/** Whose credentials there are, how long they last, and whether the clock they are signed by is right. */
export function credentialsStep(
  deps: DoctorDeps,
  { configuration }: { readonly configuration: Step<ConfigurationFacts> },
): Step<OpenCredentials | undefined> {
  return step({
    layer: 'credentials',
    tries: 'the AWS credentials, and who they are of',
    after: [configuration],
    deadlineMs: awsDeadlineMs(deps),
    run: async (known, signal) => {
      if (!known.value(configuration).usesAws)
        return skipped('nothing of the environment is in AWS', undefined);
      try {
        return await look(deps, await deps.aws(), signal);
      } catch (error) {
        if (error instanceof UsageError) return broken(explained(error, 'aws-settings-unusable'));
        throw error;
      }
    },
  });
}

async function look(deps: DoctorDeps, aws: Aws, signal: AbortSignal): Promise<Outcome<OpenCredentials>> {
  const [facts, identity] = await Promise.allSettled([
    inTime(deps, signal, 'the credentials', (own) => aws.credentials(own)),
    inTime(deps, signal, 'sts:GetCallerIdentity', () => aws.identity()),
  ]);
  const isAnswered = identity.status === 'fulfilled' || !(identity.reason instanceof AwsUnreachableError);
  const offsetMs =
    facts.status === 'fulfilled' && isAnswered
      ? await inTime(deps, signal, "its clock's time", (own) => aws.clockOffset(own))
      : undefined;
  const now = deps.clock.now();
  if (facts.status === 'rejected') return judgeCredentials({ refused: facts.reason, offsetMs, now });
  if (identity.status === 'rejected')
    return judgeCredentials({ refused: identity.reason, facts: facts.value, offsetMs, now });
  const value = { aws, identity: identity.value, facts: facts.value };
  const { findings } = judgeCredentials({ ...value, offsetMs, now });
  return { findings, value };
}
