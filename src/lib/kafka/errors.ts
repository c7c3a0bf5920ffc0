import { AccessError, ExopsError } from '../errors.js';

/** The cluster doesn't serve a request that the command needs. */
export class UnsupportedByClusterError extends ExopsError {
  constructor(apiName: string) {
    super(`The cluster doesn't support ${apiName}, at least not in a version that exops speaks.`);
  }
}

/** A broker can't be reached, or what answers there isn't the Kafka that was expected. */
export class KafkaConnectionError extends ExopsError {}

/** An established connection ended, or gave no answer that can be read, while a request was under way. */
export class LostConnectionError extends KafkaConnectionError {
  /** Whether the broker may have received, and carried out, what was asked. */
  readonly wasSent: boolean;

  constructor(message: string, wasSent: boolean, cause: unknown) {
    super(message, { cause });
    this.wasSent = wasSent;
  }
}

/** A broker doesn't say yet which groups it coordinates, or nobody coordinates a group yet. */
export class CoordinatorMovingError extends ExopsError {}

/** The broker refused who we say we are. */
export class KafkaAuthenticationError extends AccessError {}

/** The address leads to another cluster than the configuration or the manifest names. */
export class WrongClusterError extends ExopsError {
  constructor(expected: string, actual: string | null, where: string) {
    super(
      `Wrong cluster: ${where} expects cluster id ${expected}, this one is ${actual ?? 'without an id'}.`,
      {
        hint: 'Nothing more is sent to it. Check the address, or the cluster id.',
      },
    );
  }
}
