import { abortable } from '../abortable.js';
import { KafkaConnectionError } from '../kafka/errors.js';
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

/** A broker that hangs doesn't keep the others' answers waiting for longer; milliseconds. */
const patienceMs = 10_000;

/**
 * Asks all brokers at once; one that doesn't answer within ten seconds is left out and said.
 * @param what the name of what is asked for: `disk`
 * @param timeoutMs raises that limit, as a person's `--timeout` does
 */
export async function askBrokers<Answer>(
  brokers: readonly BrokerMetadata[],
  what: string,
  ask: (broker: number) => Promise<Said<Answer>>,
  timeoutMs = 0,
): Promise<BrokerAnswers<Answer>> {
  const ms = Math.max(patienceMs, timeoutMs);
  const limit = AbortSignal.timeout(ms);
  const inTime = (answer: Promise<Said<Answer>>) =>
    abortable(answer, limit).catch((error: unknown) => {
      throw error === limit.reason ? new KafkaConnectionError(`no answer within ${ms / 1_000} s`) : error;
    });
  const said = await Promise.all(
    brokers.map(async ({ id }) => ({ broker: id, ...(await inTime(ask(id)).catch(reasonOf)) })),
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
