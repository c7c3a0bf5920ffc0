/** The parts of an MSK cluster's ARN: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonmanagedstreamingforapachekafka.html */
export interface ClusterArn {
  /** `aws`, `aws-cn`, `aws-us-gov` or a newer one. */
  readonly partition: string;
  readonly region: string;
  /** Twelve digits. */
  readonly accountId: string;
  readonly name: string;
  /** Made by AWS, another one for each cluster of the same name: `0f5c…-1`. */
  readonly uuid: string;
}

const form = /^arn:(aws[a-z-]*):kafka:([a-z0-9-]+):(\d{12}):cluster\/([A-Za-z0-9-]+)\/([A-Za-z0-9-]+)$/;

/** Undefined for what is no ARN of an MSK cluster. */
export function parseClusterArn(text: string): ClusterArn | undefined {
  const [, partition, region, accountId, name, uuid] = form.exec(text) ?? [];
  if (partition === undefined || region === undefined || accountId === undefined) return undefined;
  return name === undefined || uuid === undefined ? undefined : { partition, region, accountId, name, uuid };
}

/** Whether somebody means an ARN, right or wrong, where a name could stand. */
export function looksLikeArn(text: string): boolean {
  return text.startsWith('arn:');
}
