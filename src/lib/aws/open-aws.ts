import { abortable } from '../abortable.js';
import { autoScaling } from './auto-scaling.js';
import type { Aws } from './aws.js';
import type { AwsSettings } from './aws-settings.js';
import { billed } from './billed.js';
import { cloudFormation } from './cloudformation.js';
import { type Connection, openConnection } from './connection.js';
import { credentialsFacts } from './credentials-facts.js';
import { ec2 } from './ec2.js';
import { ec2InstanceConnect } from './ec2-instance-connect.js';
import { ecs } from './ecs.js';
import { eks } from './eks.js';
import { elastiCache } from './elasticache.js';
import { msk } from './msk.js';
import { mskIamTokens } from './msk-iam-token.js';
import { network } from './network.js';
import { once } from './once.js';
import { pricing } from './pricing.js';
import { rds } from './rds.js';
import { scheduler } from './scheduler.js';
import { secretsManager } from './secretsmanager.js';
import { ssm } from './ssm.js';
import { sts } from './sts.js';

/**
 * AWS as these settings choose it. Every request ends with its answer or with an ExopsError: an AccessError for
 * credentials and rights, and otherwise an AwsUnreachableError, or an AwsError with AWS's code.
 * @throws UsageError when the profile isn't there, or there is no region
 */
export function openAws(settings: AwsSettings): Aws {
  const connection = openConnection(settings);
  const identity = once(sts(connection).identity);
  return {
    region: connection.region,
    identity,
    credentials: (signal) => ownCredentials(connection, signal),
    clockOffset: (signal) => clockOffset(connection, identity, signal),
    mskToken: mskTokens(connection),
    ec2: ec2(connection),
    instanceConnect: ec2InstanceConnect(connection),
    cloudFormation: cloudFormation(connection),
    secretsManager: secretsManager(connection),
    ssm: ssm(connection),
    rds: rds(connection),
    eks: eks(connection),
    autoScaling: autoScaling(connection),
    ecs: ecs(connection),
    scheduler: scheduler(connection),
    pricing: pricing(connection),
    billed: billed(connection),
    msk: msk(connection),
    network: network(connection),
    elastiCache: elastiCache(connection),
  };
}

function ownCredentials({ during, source, credentials }: Connection, signal?: AbortSignal) {
  return during({ action: 'credentials' }, () => credentialsFacts(source, credentials), signal);
}

/** Whatever AWS answers will do, and what was answered already; else who we are is asked. */
async function clockOffset(
  { clock }: Connection,
  identity: Aws['identity'],
  signal?: AbortSignal,
): Promise<number | undefined> {
  if (clock.offset() === undefined) {
    const answered = identity().catch(() => {});
    await (signal === undefined ? answered : abortable(answered, signal));
  }
  return clock.offset();
}

function mskTokens({ region, credentials, during }: Connection): Aws['mskToken'] {
  const byRegion = new Map<string, ReturnType<typeof mskIamTokens>>();
  const tokensOf = (wanted: string) =>
    mskIamTokens({
      ...{ credentials, region: wanted },
      during: (sign) => during({ action: 'kafka-cluster:Connect' }, sign),
    });
  return async (wanted = region) => {
    const tokens = byRegion.get(wanted) ?? tokensOf(wanted);
    byRegion.set(wanted, tokens);
    return (await tokens()).token;
  };
}
