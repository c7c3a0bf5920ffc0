import { AccessError, ExopsError } from '../errors.js';

/** The API server refused something, or could not be asked; in words that quote no secret. */
export class KubernetesError extends ExopsError {}

/** 409: somebody else wrote since we read, or made the same. */
export class ConflictError extends KubernetesError {}

/** 404: the object is gone. */
export class GoneError extends KubernetesError {}

/** 403: a right is missing; the message names verb, resource and user. */
export class ForbiddenError extends AccessError {}

/** 401, or there are no credentials to ask with. */
export class UnauthenticatedError extends AccessError {}
