import { AccessError, ExopsError, InterruptedError } from '../errors.js';
import { UnsupportedByClusterError } from '../kafka/errors.js';
import { describeItemError, type ItemError, isAccessError } from '../kafka/item-error.js';
import { countOf } from '../terminal/plural.js';

/** What can't be shown, and why; the rest is shown without it. */
export interface Unread {
  /** `disk of brokers 1 and 2` */
  readonly what: string;
  /** Why, in words from outside: not yet printable. */
  readonly why: string;
  /** `right`: it is missing. `unsupported`: the cluster doesn't know the request. */
  readonly kind: 'right' | 'unsupported' | 'no answer';
}

type Reason = Pick<Unread, 'why' | 'kind'>;

export const unknownRequest: Reason = { kind: 'unsupported', why: "this cluster doesn't know the request" };

/** @throws the error itself when it says nothing about the cluster: an interruption, a mistake of ours */
export function reasonOf(error: unknown): Reason {
  if (!(error instanceof ExopsError) || error instanceof InterruptedError) throw error;
  if (error instanceof UnsupportedByClusterError) return unknownRequest;
  return { kind: error instanceof AccessError ? 'right' : 'no answer', why: error.message };
}

/** @param right the one that a refusal means, as ACLs name it: `Describe on the cluster` */
export function reasonOfRefusal(error: ItemError, right: string): Reason {
  if (isAccessError(error)) return missingRight(right);
  return { kind: 'no answer', why: describeItemError(error) };
}

export function missingRight(right: string): Reason {
  return { kind: 'right', why: `no right to ask for it (${right})` };
}

/** One line for the person: `Not shown: disk of broker 3: …` */
export function unreadWords({ what, why }: Unread): string {
  return `Not shown: ${what}: ${why}`;
}

export function unreadDocument({ what, why, kind }: Unread) {
  return { what, why, access: kind === 'right', unsupported: kind === 'unsupported' };
}

/** One for each reason, with the brokers that it holds for. @param total how many brokers were asked */
export function unreadOfBrokers(
  what: string,
  failures: readonly (Reason & { readonly broker: number })[],
  total: number,
): readonly Unread[] {
  const reasons = new Map(failures.map((failure) => [`${failure.kind} ${failure.why}`, failure]));
  return [...reasons.values()].map(({ why, kind }) => {
    const brokers = failures
      .filter((one) => one.why === why && one.kind === kind)
      .map(({ broker }) => broker);
    return { what: `${what}${brokers.length === total ? '' : ` of ${brokerWords(brokers)}`}`, why, kind };
  });
}

const mostNamed = 8;

/** `broker 3`, `brokers 1, 2`, `12 brokers` */
function brokerWords(ids: readonly number[]): string {
  if (ids.length > mostNamed) return countOf(ids.length, 'broker');
  return `${ids.length === 1 ? 'broker' : 'brokers'} ${ids.join(', ')}`;
}
