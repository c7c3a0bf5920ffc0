import type { KafkaClient } from '../../kafka/client.js';
import { offsetOf } from '../../kafka/requests/list-offsets.js';
import type { RightsOf } from '../errors.js';
import type { Isolation } from '../model.js';
import { offsetsAt, type PartitionRange } from './partition-range.js';
import type { SayProblem } from './read-messages.js';

/** A batch that is larger comes all the same where a partition stands first in a request. */
const usualBytes = 1024 * 1024;
/** What frames of ours may hold, and some room. */
const mostBytes = 200 * 1024 * 1024;

/** How far a partition has been read. */
export class ReadPartition {
  readonly id: number;
  leader: number;
  position: bigint;
  maxBytes = usualBytes;
  /** A request for it is under way, or what that brought is being taken. */
  isAsked = false;
  /** Which answer brought anything of it last: the one that waits longest stands first. */
  askedLast = 0;
  /** Milliseconds since the epoch; undefined while its leader answers. */
  failingSince: number | undefined;
  /** Undefined where reading doesn't end. */
  readonly #end: bigint | undefined;
  #isOver = false;

  constructor({ id, leader, first, end }: PartitionRange, follow: boolean) {
    this.id = id;
    this.leader = leader;
    this.position = first;
    this.#end = follow ? undefined : end;
  }

  get isDone(): boolean {
    return this.#isOver || (this.#end !== undefined && this.position >= this.#end);
  }

  has(offset: bigint): boolean {
    return offset >= this.position && (this.#end === undefined || offset < this.#end);
  }

  /** Whatever the end is, there is nothing more to read. */
  endHere(): void {
    if (this.#end !== undefined) this.#isOver = true;
  }

  /** It can't go on, even where it should follow. */
  giveUp(say: SayProblem, why: string): void {
    say(`Partition ${this.id}, from offset ${this.position} on: ${why}.`);
    this.#isOver = true;
  }

  makeRoom(bytes: number, say: SayProblem): void {
    if (bytes <= mostBytes) this.maxBytes = Math.max(bytes, this.maxBytes);
    else this.giveUp(say, `it has a batch of ${bytes} bytes, which is more than exops takes`);
  }

  /** Retention took what was to come next, or the log was cut. */
  async findStart(
    { client, rights }: { readonly client: KafkaClient; readonly rights: RightsOf },
    topic: string,
    isolation: Isolation,
    say: SayProblem,
  ): Promise<void> {
    const partitions = [{ id: this.id, leader: this.leader, replicas: [], inSync: [] }];
    const found = await offsetsAt(client, topic, partitions, offsetOf.earliest, isolation, rights);
    const start = found.get(this.id) ?? 0n;
    if (start <= this.position) return this.giveUp(say, 'the broker has no such offset any more');
    say(`Partition ${this.id}, offsets ${this.position} to ${start - 1n}: they were deleted meanwhile.`);
    this.position = start;
  }
}
