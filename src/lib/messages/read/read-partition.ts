import type { Trouble } from './errors.js';
import type { PartitionRange } from './partition-range.js';
import type { SayProblem } from './read-messages.js';

/** What frames of ours may hold, and some room. */
const mostBytes = 200 * 1024 * 1024;
/** After so many in a row a partition has nothing where it was asked for more. */
const mostEmptyAnswers = 3;

/** How far a partition has been read. */
export class ReadPartition {
  readonly id: number;
  leader: number;
  /** What was taken ends before it. */
  position: bigint;
  /** What is asked for next: `position`, or what comes after an answer that is still to be taken. */
  next: bigint;
  /** That its next batch takes, where it is known to be a large one. Bytes. */
  needsBytes = 0;
  /** What it waits for: an answer that is under way or must be taken first, or a rest. */
  waitsFor: object | undefined;
  /** Which answer brought anything of it last: the one that waits longest stands first. */
  askedLast = 0;
  #emptyAnswers = 0;
  /** Milliseconds since the epoch; undefined while its leader answers. */
  failingSince: number | undefined;
  trouble: Trouble;
  /** Undefined where reading doesn't end. */
  readonly #end: bigint | undefined;
  readonly #firstEnd: bigint;
  #isOver = false;

  constructor({ id, leader, first, end }: PartitionRange, follow: boolean) {
    this.id = id;
    this.leader = leader;
    this.position = first;
    this.next = first;
    this.#end = follow ? undefined : end;
    this.#firstEnd = end;
  }

  get isDone(): boolean {
    return this.#isOver || !this.#isBeforeEnd(this.position);
  }

  /** All that it had when reading began was taken, or can't be. */
  get isAtFirstEnd(): boolean {
    return this.#isOver || this.position >= this.#firstEnd;
  }

  /** It may be asked for. */
  get isFree(): boolean {
    return !this.#isOver && this.waitsFor === undefined && this.#isBeforeEnd(this.next);
  }

  /** It waits for this no more; it may have been asked ahead, and wait for something else by now. */
  release(waitedFor: object): void {
    if (this.waitsFor !== undefined && this.waitsFor !== waitedFor) return;
    this.waitsFor = undefined;
    this.next = this.position;
  }

  has(offset: bigint): boolean {
    return offset >= this.position && this.#isBeforeEnd(offset);
  }

  /** Never back. */
  goTo(offset: bigint): void {
    if (offset <= this.position || this.#isOver) return;
    this.position = offset;
    this.#emptyAnswers = 0;
  }

  /** @param end as its leader has it now; negative where it doesn't say, as Redpanda of what it left out */
  isBehind(end: bigint): boolean {
    return this.#end !== undefined && end >= 0n && end < this.#end;
  }

  /** Nothing came for it, nor for those that it was asked with: what it has is known once it is asked alone. */
  get isDoubtful(): boolean {
    return this.#end !== undefined && this.#emptyAnswers > 0;
  }

  /** @returns whether it ends here, whatever its end is: asked alone again and again, it has nothing more */
  cameBackEmpty(wasAlone: boolean): boolean {
    this.#emptyAnswers += 1;
    if (this.#end === undefined || !wasAlone || this.#emptyAnswers < mostEmptyAnswers) return false;
    this.#isOver = true;
    return true;
  }

  /** Of what is missing up to its end, for people. */
  get missing(): string {
    return `Partition ${this.id}, from offset ${this.position} on: the broker has nothing there, though it ends at ${this.#end}.`;
  }

  /** It can't go on, even where it should follow. */
  giveUp(say: SayProblem, why: string): void {
    say(`Partition ${this.id}, from offset ${this.position} on: ${why}.`);
    this.#isOver = true;
  }

  makeRoom(bytes: number, say: SayProblem): void {
    if (bytes <= mostBytes) this.needsBytes = bytes;
    else this.giveUp(say, `it has a batch of ${bytes} bytes, which is more than exops takes`);
  }

  /** Retention took what was to come next, or the log was cut. @param earliest that it has now */
  startAgain(earliest: bigint, say: SayProblem): void {
    if (earliest <= this.position) {
      this.giveUp(say, 'the broker has no such offset any more');
      return;
    }
    say(`Partition ${this.id}, offsets ${this.position} to ${earliest - 1n}: they were deleted meanwhile.`);
    this.position = earliest;
  }

  #isBeforeEnd(offset: bigint): boolean {
    return this.#end === undefined || offset < this.#end;
  }
}
