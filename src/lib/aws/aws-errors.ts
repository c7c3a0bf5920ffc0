import { AccessError, type ErrorDetails, ExopsError } from '../errors.js';

/** AWS refused or failed a request. */
export class AwsError extends ExopsError {
  /** AWS's name for the reason: `EC2InstanceStateInvalidException`, `InsufficientInstanceCapacity`. */
  readonly code: string;

  constructor(code: string, message: string, details?: ErrorDetails) {
    super(message, details);
    this.code = code;
  }
}

/** There is no such thing; `code` tells of which kind. */
export class AwsNotFoundError extends AwsError {}

/** AWS wants fewer requests, after having been given time. */
export class AwsThrottledError extends AwsError {}

/** No answer came: no network, no such name, no one there, or too late. */
export class AwsUnreachableError extends ExopsError {
  readonly host: string | undefined;

  constructor(host: string | undefined, message: string, details?: ErrorDetails) {
    super(message, details);
    this.host = host;
  }
}

/** There are no credentials, or AWS doesn't accept them. */
export class AwsCredentialsError extends AccessError {}

/** The credentials are good, and don't allow it. */
export class MissingRightError extends AccessError {
  readonly right: MissingRight;

  constructor(right: MissingRight, message: string, details?: ErrorDetails) {
    super(message, details);
    this.right = right;
  }
}

export interface MissingRight {
  /** `ec2:DescribeInstances` */
  readonly action: string;
  /** An ARN, or however we know the thing; undefined when there is none in particular. */
  readonly resource: string | undefined;
  /** Who asked: an ARN. */
  readonly principal: string | undefined;
  /** `no identity-based policy allows the ec2:DescribeInstances action` */
  readonly reason: string | undefined;
}
