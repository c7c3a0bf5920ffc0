import { autoScaling } from './auto-scaling.js';
import type { Aws } from './aws.js';
import type { AwsSettings } from './aws-settings.js';
import { billed } from './billed.js';
import { cloudFormation } from './cloudformation.js';
import { openConnection } from './connection.js';
import { ec2 } from './ec2.js';
import { ec2InstanceConnect } from './ec2-instance-connect.js';
import { ecs } from './ecs.js';
import { eks } from './eks.js';
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
  return {
    region: connection.region,
    identity: once(sts(connection).identity),
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
  };
}
