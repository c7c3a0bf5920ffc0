import { printable } from '../terminal/printable.js';
import { errorName } from './wire/error-codes.js';

/** Why a broker refused one item of a request: the protocol's name for it, and the broker's own words if it gave any. */
export interface ItemError {
  readonly code: number;
  readonly name: string;
  readonly message: string | null;
}

export const errorCodes = {
  unknownServerError: -1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  notLeaderOrFollower: 6,
  requestTimedOut: 7,
  coordinatorLoadInProgress: 14,
  coordinatorNotAvailable: 15,
  notCoordinator: 16,
  unknownMemberId: 25,
  topicAuthorizationFailed: 29,
  groupAuthorizationFailed: 30,
  clusterAuthorizationFailed: 31,
  topicAlreadyExists: 36,
  invalidPartitions: 37,
  notController: 41,
  policyViolation: 44,
  nonEmptyGroup: 68,
  groupIdNotFound: 69,
  electionNotNeeded: 84,
  noReassignmentInProgress: 85,
  throttlingQuotaExceeded: 89,
} as const;

const accessCodes: ReadonlySet<number> = new Set([
  errorCodes.topicAuthorizationFailed,
  errorCodes.groupAuthorizationFailed,
  errorCodes.clusterAuthorizationFailed,
]);

/** Undefined for code 0, which means success. */
export function itemError(code: number, message: string | null = null): ItemError | undefined {
  return code === 0 ? undefined : { code, name: errorName(code), message };
}

export function isAccessError(error: ItemError): boolean {
  return accessCodes.has(error.code);
}

const movingCodes: ReadonlySet<number> = new Set([
  errorCodes.coordinatorLoadInProgress,
  errorCodes.coordinatorNotAvailable,
  errorCodes.notCoordinator,
]);

/** A coordinator of groups that loads them, or moved: the same question has an answer in a moment. */
export function isCoordinatorMoving(error: ItemError | undefined): boolean {
  return error !== undefined && movingCodes.has(error.code);
}

/** One line for a person, printable: the broker's words, and the protocol's name to search for. */
export function describeItemError(error: ItemError): string {
  return error.message === null ? error.name : `${printable(error.message)} (${error.name})`;
}
