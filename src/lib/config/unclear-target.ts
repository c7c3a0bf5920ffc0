import { UsageError } from '../errors.js';

/** Which file or environment is meant isn't clear, or the one that is named isn't there. */
export class UnclearTargetError extends UsageError {}
