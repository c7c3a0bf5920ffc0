import { endOffsets } from '../../kafka/end-offsets.js';
import { KafkaConnectionError } from '../../kafka/errors.js';
import type { ItemError } from '../../kafka/item-error.js';
import type { PartitionOffset } from '../../kafka/requests/list-offsets.js';
import { RefusedByBrokerError, refusedByBroker } from '../errors.js';
import { findTopic } from '../find-topic.js';
import type { Isolation } from '../model.js';
import { isOfLeader } from './errors.js';
import type { ReadDeps } from './read-messages.js';

/** How long a partition may be without a leader when reading begins; milliseconds. */
const momentMs = 3_000;
/** How long its leader may not answer: nine seconds pass before a broker that died leads nothing any more. Milliseconds. */
const patienceMs = 12_000;
const pauseMs = 250;

/** Who leads each partition of a topic, and is asked where they begin and end. */
export class LeadersOf {
  readonly #deps: ReadDeps;
  readonly #topic: string;
  readonly #leaders: Map<number, number>;
  readonly #began: number;

  constructor(
    deps: ReadDeps,
    topic: string,
    partitions: readonly { readonly id: number; readonly leader: number }[],
  ) {
    this.#deps = deps;
    this.#topic = topic;
    this.#leaders = new Map(partitions.map(({ id, leader }) => [id, leader]));
    this.#began = deps.clock.now();
  }

  /** A broker's id; -1 where there is none. */
  leaderOf(id: number): number {
    return this.#leaders.get(id) ?? -1;
  }

  /** Waits a moment for those that have none. */
  async wait(): Promise<void> {
    while ([...this.#leaders.values()].some((leader) => leader < 0) && (await this.#isFoundAgain(momentMs)));
  }

  /**
   * By partition. A leader that moves or dies meanwhile is looked for, for a while.
   * @param ids of partitions with a leader
   * @throws AccessError, RefusedByBrokerError, KafkaConnectionError
   */
  async offsetsAt(
    ids: readonly number[],
    timestamp: bigint,
    isolation: Isolation,
  ): Promise<ReadonlyMap<number, bigint>> {
    const offsets = new Map<number, bigint>();
    for (;;) {
      const asked = ids.filter((id) => !offsets.has(id));
      const all = await this.#ask(asked, timestamp, isolation);
      const answers = all.flatMap((one) => one.answers);
      for (const { partition, offset, error } of answers)
        if (error === undefined) offsets.set(partition, offset);
      if (ids.every((id) => offsets.has(id))) return offsets;
      const refusals = answers.flatMap(({ error }) => (error === undefined ? [] : [error]));
      const lasting = refusals.find(({ name }) => !isOfLeader.has(name));
      if (lasting === undefined && (await this.#isFoundAgain(patienceMs))) continue;
      const refusal = lasting ?? refusals[0];
      throw refusal === undefined ? failureOf(all, this.#topic) : this.#refused(refusal);
    }
  }

  #refused(refusal: ItemError): Error {
    return refusedByBroker('read', this.#topic, 'ListOffsets', refusal, this.#deps.rights);
  }

  /** One round: a request for each leader. */
  #ask(ids: readonly number[], timestamp: bigint, isolation: Isolation) {
    const leaders = new Set(ids.map((id) => this.leaderOf(id)));
    return Promise.all(
      [...leaders].map(async (leader) => {
        const own = ids
          .filter((id) => this.leaderOf(id) === leader)
          .map((id) => ({ name: this.#topic, partition: id, leader }));
        try {
          const answers = await endOffsets(this.#deps.client, own, timestamp, isolation);
          return { answers, failure: undefined };
        } catch (failure) {
          if (!(failure instanceof KafkaConnectionError)) throw failure;
          return { answers: [] as readonly PartitionOffset[], failure };
        }
      }),
    );
  }

  /** After a pause; false when so much time is over. */
  async #isFoundAgain(forMs: number): Promise<boolean> {
    const { clock, signal, client, rights } = this.#deps;
    if (clock.now() - this.#began >= forMs) return false;
    await clock.sleep(pauseMs, signal);
    try {
      const { topic } = await findTopic(client, this.#topic, 'read', rights);
      for (const { id, leader } of topic.partitions) if (this.#leaders.has(id)) this.#leaders.set(id, leader);
    } catch (error) {
      if (!(error instanceof KafkaConnectionError)) throw error;
    }
    return true;
  }
}

function failureOf(all: readonly { readonly failure: Error | undefined }[], topic: string): Error {
  const failed = all.find(({ failure }) => failure !== undefined)?.failure;
  const words = `Can't read ${topic}: a broker answered ListOffsets without its partitions.`;
  return failed ?? new RefusedByBrokerError(words);
}
