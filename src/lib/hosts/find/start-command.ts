import type { AwsPlace } from './place.js';

/** The command that starts a stopped instance, for hints. */
export function startCommand(instanceId: string, { region, profile }: AwsPlace): string {
  const as = profile === undefined ? '' : ` --profile ${profile}`;
  return `aws ec2 start-instances --instance-ids ${instanceId} --region ${region}${as}`;
}
