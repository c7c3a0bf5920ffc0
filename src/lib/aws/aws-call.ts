/** A request, as messages and IAM policies call it. */
export interface AwsCall {
  /** `ec2:DescribeInstances` */
  readonly action: string;
  /** What it is about, where there is one thing: an id, a name or an ARN. */
  readonly resource?: string | undefined;
}

/** `ec2-instance-connect:SendSSHPublicKey for i-0123456789abcdef0` */
export function sayCall({ action, resource }: AwsCall): string {
  return resource === undefined ? action : `${action} for ${resource}`;
}
