import type { FetchedPartition } from '../../kafka/requests/fetch.js';
import type { ReadPartition } from './read-partition.js';

/** What a leader was asked for, and what it answered. */
export class FetchedAnswer {
  readonly asked: readonly { readonly partition: ReadPartition; readonly from: bigint }[];
  /** Why there is no answer. */
  failure: unknown;
  #answers: ReadonlyMap<number, FetchedPartition> = new Map();

  /** The partitions wait for it from now on. */
  constructor(partitions: readonly ReadPartition[]) {
    this.asked = partitions.map((partition) => ({ partition, from: partition.next }));
    for (const partition of partitions) partition.waitsFor = this;
  }

  with(answers: readonly FetchedPartition[], failure?: unknown): this {
    this.#answers = new Map(answers.map((answer) => [answer.partition, answer]));
    this.failure = failure;
    return this;
  }

  /** What came for a partition of it that came back empty: see `AnswerScene`. */
  get besides(): 'others' | 'empty others' | 'nothing' {
    if (this.asked.length === 1) return 'nothing';
    return [...this.#answers.values()].some(({ records }) => records.length > 0) ? 'others' : 'empty others';
  }

  of(id: number): FetchedPartition | undefined {
    return this.#answers.get(id);
  }
}
