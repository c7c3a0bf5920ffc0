import type { BatchSequence } from '../../kafka/records/batch-builder.js';

/** A batch that is sent as often as it takes; its sequence has the broker write it once. */
export interface LaneBatch {
  readonly bytes: Buffer;
  readonly sequence: BatchSequence;
  /** Where each of its messages stood in the input; 0 for one of the command line. */
  readonly lines: readonly number[];
  /** What its messages were counted as while they waited. */
  readonly size: number;
  /** It was sent, and nobody said what became of it. */
  isUncertain: boolean;
  hasFailed: boolean;
  /** A broker refused it for its size; it goes again in halves. */
  isTooLarge: boolean;
}
