import { AccessError, type ErrorDetails, ExopsError } from '../errors.js';

/** The API server refused something, or could not be asked; in words that quote no secret. */
export class KubernetesError extends ExopsError {}

/** 409: somebody else wrote since we read, or made the same. */
export class ConflictError extends KubernetesError {}

/** 404: the object is gone. */
export class GoneError extends KubernetesError {}

/** 410: what was being read page by page, or watched, is too long ago; it has to be listed anew. */
export class ExpiredError extends KubernetesError {}

/** 422: the server doesn't take what was sent. */
export class InvalidError extends KubernetesError {
  readonly causes: readonly InvalidCause[];

  constructor(causes: readonly InvalidCause[], message: string, details?: ErrorDetails) {
    super(message, details);
    this.causes = causes;
  }
}

export interface InvalidCause {
  /** `data`, `metadata.uid`, `spec.template.metadata.annotations` */
  readonly field: string;
  /** `FieldValueForbidden`, `FieldValueInvalid` */
  readonly reason: string;
}

/** No answer came: no network, no such name, no one there, a certificate that isn't its own, or too late. */
export class UnreachableError extends KubernetesError {}

/** A write was sent, and its answer never came, or was that the server failed: it may have been done, or not. */
export class UncertainError extends KubernetesError {}

/** What answers doesn't speak as an API server does: a web page, half an answer, far too much. */
export class GarbledError extends KubernetesError {
  /** Undefined when the answer's beginning was good. */
  readonly httpStatus: number | undefined;

  constructor(httpStatus: number | undefined, message: string, details?: ErrorDetails) {
    super(message, details);
    this.httpStatus = httpStatus;
  }
}

/** 403: a right is missing; the message names verb, resource and user. */
export class ForbiddenError extends AccessError {}

/** 401, or there are no credentials to ask with. */
export class UnauthenticatedError extends AccessError {}

/** Whether the server said nothing that could be understood, rather than no: it may answer in a moment. */
export function isSilence(error: unknown): boolean {
  return (
    error instanceof UnreachableError || error instanceof UncertainError || error instanceof GarbledError
  );
}
