import type { AwsError } from '../../aws/aws-errors.js';
import { sayTrouble } from './say-trouble.js';

/** https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html */
const troubles: readonly { readonly status: RegExp; readonly advice: string }[] = [
  {
    status: /^inaccessible-encryption-credentials-recoverable$/,
    advice:
      'RDS may not use its KMS key: enable the key, or allow RDS to use it (kms:CreateGrant), then start the database in RDS.',
  },
  {
    status: /^inaccessible-encryption-credentials/,
    advice:
      'RDS could not use its KMS key for too long: enable the key, then restore the database from a backup.',
  },
  {
    status: /^storage-full$/,
    advice: 'Its storage is used up: give it more, or turn on storage autoscaling.',
  },
  {
    status: /^incompatible-network$/,
    advice:
      'Its VPC, subnets or security groups are gone, or have no free addresses: correct its subnet group.',
  },
  {
    status: /^incompatible-parameters$/,
    advice: 'It cannot start with its parameter group: correct or reset the parameters, then reboot it.',
  },
  {
    status: /^incompatible-option-group$/,
    advice: 'Its option group could not be applied: see the events of the database in RDS.',
  },
  {
    status: /^incompatible-credentials$/,
    advice: 'RDS could not get at the secret of its user: see its secret and key.',
  },
  {
    status: /^insufficient-capacity$/,
    advice: 'AWS has none of its class free in that zone right now: try later, or with another class.',
  },
  {
    status: /^(?:incompatible-|(?:\w+-)*(?:failed|error)$)/,
    advice: 'See the events of the database in RDS; it may have to be restored from a backup.',
  },
];

/** What is wrong with a database or a cluster by its status; undefined when nothing is. */
export function databaseTrouble(status: string): string | undefined {
  const trouble = troubles.find((one) => one.status.test(status));
  return trouble === undefined ? undefined : sayTrouble(status, trouble.advice);
}

const hints: readonly { readonly code: RegExp; readonly advice: string }[] = [
  {
    code: /^KMSKeyNotAccessible/,
    advice:
      'RDS may not use its KMS key: enable the key, and allow whoever starts the database kms:CreateGrant on it.',
  },
  {
    code: /^InsufficientDB(?:Instance|Cluster)Capacity/,
    advice:
      'AWS has none of its class free right now: try again in some minutes. What is awake already stays so.',
  },
  {
    code: /^InvalidVPCNetworkState|^InvalidSubnet|^DBSubnetGroup/,
    advice: 'Its subnets or security groups have changed or are gone: correct its subnet group.',
  },
  {
    code: /^InvalidDB(?:Instance|Cluster)State/,
    advice: 'RDS is at something else with it: run the command again once that is over.',
  },
];

/** What to do when RDS refuses to stop or to start one. */
export function databaseAdvice({ code }: Pick<AwsError, 'code'>): string | undefined {
  return hints.find((hint) => hint.code.test(code))?.advice;
}
