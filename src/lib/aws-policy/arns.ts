/** Stands in a text for what isn't known: no name has it. */
export const unknown = '\uE000';

/** Where resources are; undefined for what isn't known. */
export interface Place {
  readonly region: string | undefined;
  readonly accountId: string | undefined;
}

/**
 * A name as an ARN of a policy has it: what means itself there is escaped, and what isn't known matches anything.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-specialchars
 */
export function inArn(name: string): string {
  return name.replace(/[$*?]/g, (one) => `\${${one}}`).replaceAll(unknown, '*');
}

/** @param resource with names as `inArn` gives them */
export function arn({ region, accountId }: Place, service: string, resource: string): string {
  return ['arn', partitionOf(region), service, region ?? '*', accountId ?? '*', resource].join(':');
}

/** Of a service whose resources belong to AWS, or to no account: documents of SSM, snapshots. */
export function arnWithoutAccount({ region }: Place, service: string, resource: string): string {
  return ['arn', partitionOf(region), service, region ?? '*', '', resource].join(':');
}

/** IAM is everywhere. */
export function iamArn({ region, accountId }: Place, resource: string): string {
  return ['arn', partitionOf(region), 'iam', '', accountId ?? '*', resource].join(':');
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOf(region: string | undefined): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
