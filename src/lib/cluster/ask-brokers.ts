import type { BrokerMetadata } from '../kafka/requests/metadata.js';
import { reasonOf, type Unread, unreadOfBrokers } from './unread.js';

export interface BrokerAnswers<Answer> {
  readonly answers: ReadonlyMap<number, Answer>;
  /** Those that the cluster lists, and that don't answer us. */
  readonly silent: ReadonlySet<number>;
  readonly unread: readonly Unread[];
}

/** What each broker says of itself, or why it couldn't be read. */
type Said<Answer> = { readonly answer: Answer } | Pick<Unread, 'why' | 'kind'>;

/**
 * Asks all brokers at once; one that doesn't answer is left out and said.
 * @param what the name of what is asked for: `disk`
 */
export async function askBrokers<Answer>(
  brokers: readonly BrokerMetadata[],
  what: string,
  ask: (broker: number) => Promise<Said<Answer>>,
): Promise<BrokerAnswers<Answer>> {
  const said = await Promise.all(
    brokers.map(async ({ id }) => ({ broker: id, ...(await ask(id).catch(reasonOf)) })),
  );
  const answers = said.flatMap((one) => ('answer' in one ? [[one.broker, one.answer] as const] : []));
  const failures = said.flatMap((one) => ('answer' in one ? [] : [one]));
  const silent = failures.filter(({ kind }) => kind === 'no answer').map(({ broker }) => broker);
  return {
    answers: new Map(answers),
    silent: new Set(silent),
    unread: unreadOfBrokers(what, failures, brokers.length),
  };
}
