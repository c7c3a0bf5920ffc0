import { MissingRightError } from '../../aws/aws-errors.js';
import { AccessError, ExopsError, InterruptedError, UsageError } from '../../errors.js';
import { ForbiddenError } from '../../k8s/errors.js';

/** Something that couldn't be read; the rest is shown without it. */
export interface Unread {
  /** `load balancers`, `prices` */
  readonly what: string;
  /** In words for people; not yet printable. */
  readonly reason: string;
  /** Whether a right is missing; else whoever is asked doesn't answer as it should. */
  readonly isRight: boolean;
  /** `elasticloadbalancing:DescribeLoadBalancers`, where that is known. */
  readonly right: string | undefined;
  readonly error: ExopsError;
}

/** Reads something, or notes why not and takes the other value. */
export type TolerantRead = <Result, Other>(
  what: string,
  read: (signal: AbortSignal) => Promise<Result>,
  otherwise: Other,
) => Promise<Result | Other>;

/**
 * For what can be shown in part: a missing right, or one service that doesn't answer, isn't the end.
 * @param note is told what is left out
 */
export function tolerantRead(note: (unread: Unread) => void, signal: AbortSignal): TolerantRead {
  return async (what, read, otherwise) => {
    try {
      return await read(signal);
    } catch (error) {
      note(unreadOf(what, error, signal));
      return otherwise;
    }
  };
}

/**
 * @throws what was thrown, when nothing else can be read after it either: an interruption, credentials that aren't good, a
 *   mistake of ours
 */
export function unreadOf(what: string, error: unknown, signal: AbortSignal): Unread {
  signal.throwIfAborted();
  const isRight = error instanceof MissingRightError || error instanceof ForbiddenError;
  const isOver = error instanceof AccessError && !isRight;
  if (!(error instanceof ExopsError) || isOver) throw error;
  if (error instanceof InterruptedError || error instanceof UsageError) throw error;
  const right = error instanceof MissingRightError ? error.right.action : undefined;
  return { what, reason: error.message, isRight, right, error };
}
