import { isInternalName } from '../../manifest/topic-name.js';

/** A topic that a person wants a check to write to. */
export interface GivenTopic {
  readonly name: string;
  /** What the broker says. */
  readonly internal: boolean;
  /** Undefined where it can't be read. */
  readonly cleanupPolicy: string | undefined;
}

/** Pure: why a check doesn't write to a topic; undefined for one to which it may. */
export function whyNotWriteTo({ name, internal, cleanupPolicy }: GivenTopic): string | undefined {
  if (internal || isInternalName(name)) return 'it is an internal topic';
  const isDeleted = cleanupPolicy?.split(',').some((policy) => policy.trim() === 'delete') ?? true;
  return isDeleted
    ? undefined
    : `its cleanup.policy is ${cleanupPolicy || 'empty'}: records of a check would stay in it for ever`;
}
