import { abortable } from '../../abortable.js';
import { ExopsError, messageOf } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { findCoordinator } from '../../kafka/requests/find-coordinator.js';
import type { PartitionRange } from '../../messages/read/partition-range.js';
import { readMessages } from '../../messages/read/read-messages.js';
import { countOf } from '../../terminal/plural.js';
import { type CheckDeps, lateWords, tried } from './check-deps.js';
import type { CheckRecords } from './check-records.js';
import { countReads } from './count-reads.js';
import { GroupMember, type GroupOfTopic } from './group-member.js';
import { deleteGroup } from './leftovers.js';
import type { GroupPart } from './model.js';
import { RoundTripError } from './round-trip.js';
import { isShared } from './share-partitions.js';

/** Longer than a broker waits for the first members of a group, several times over. */
const settleMs = 20_000;
const lookMs = 50;
const leaveMs = 3_000;

interface Seat {
  readonly client: KafkaClient;
  readonly member: GroupMember;
  /** Rejects when the member can't stay. */
  readonly staying: Promise<never>;
}

export interface GroupRead {
  readonly part: GroupPart;
  /** What reading took; milliseconds. */
  readonly ms: number;
}

/** A group of a check and its members, each with a connection of its own. */
export class CheckGroup {
  readonly #deps: CheckDeps;
  readonly #of: GroupOfTopic;
  readonly #seats: readonly Seat[];
  readonly #end = new AbortController();
  #settled: { readonly why: string } | undefined;

  constructor(deps: CheckDeps, of: GroupOfTopic, size: number) {
    this.#deps = deps;
    this.#of = of;
    const signal = AbortSignal.any([deps.signal, this.#end.signal]);
    this.#seats = Array.from({ length: size }, () => {
      const client = deps.connect();
      const member = new GroupMember({ client, clock: deps.clock }, of);
      const staying = member.stay(signal);
      staying.catch(() => {}); // whoever waits for the member hears of it
      return { client, member, staying };
    });
  }

  get name(): string {
    return this.#of.group;
  }

  /** Waits until every partition is in one member's hand. */
  async settle(limit: AbortSignal): Promise<void> {
    const either = AbortSignal.any([limit, AbortSignal.timeout(settleMs)]);
    const result = await tried(this.#deps, this.name, () => this.#whileStaying(this.#untilShared(either)));
    if (!('why' in result)) return;
    const last = this.#seats.map(({ member }) => member.problem).findLast((problem) => problem !== undefined);
    const isLate = result.why === lateWords && last !== undefined;
    this.#settled = { why: isLate ? `its members don't come together: ${messageOf(last)}` : result.why };
  }

  /** Has each member read what it was given. @param acknowledged numbers of the records that are to be there */
  async read(
    records: CheckRecords,
    ranges: readonly PartitionRange[],
    acknowledged: readonly number[],
    limit: AbortSignal,
  ): Promise<GroupRead> {
    const counts = new Map<number, number>();
    const own = this.#seats.map(() => 0);
    const began = performance.now();
    const result =
      this.#settled ??
      (await tried(this.#deps, this.name, () =>
        this.#whileStaying(
          this.#readAll(
            ranges,
            limit,
            (seat, number) => {
              counts.set(number, (counts.get(number) ?? 0) + 1);
              own[seat] = (own[seat] ?? 0) + 1;
            },
            records,
          ),
        ),
      ));
    const ms = performance.now() - began;
    const members = this.#seats.map(({ member }, seat) => ({
      partitions: member.membership?.partitions.length ?? 0,
      records: own[seat] ?? 0,
    }));
    const counted = countReads(acknowledged, counts);
    const why = 'why' in result ? result.why : whyWrong(counted);
    const state = why !== undefined ? 'failed' : acknowledged.length === 0 ? 'skipped' : 'ok';
    return { part: { state, why, members, expected: acknowledged.length, ...counted }, ms };
  }

  /**
   * Leaves the group and deletes it. Its coordinator is asked for anew: the one that members know may be lost.
   * @returns why it is still there; one without members and offsets goes by itself
   */
  async end(): Promise<string | undefined> {
    this.#end.abort(new ExopsError('The check is over.'));
    // A request to join that is answered after the deletion would make the group anew.
    await Promise.allSettled(this.#seats.map(({ staying }) => inTime(staying)));
    if (!this.#seats.some(({ member }) => member.hasAsked)) return undefined;
    try {
      const coordinator = await inTime(this.#coordinator());
      const leaving = this.#seats.map(({ member }) => inTime(member.leave(coordinator)));
      // Who couldn't leave keeps the group from being deleted, which says so.
      await Promise.allSettled(leaving);
      return await inTime(deleteGroup(this.#deps.client, this.name, coordinator));
    } catch (error) {
      return error instanceof ExopsError ? error.message : lateWords;
    }
  }

  async #coordinator(): Promise<number> {
    const { broker, error } = await this.#deps.client.send(findCoordinator, { group: this.name });
    if (error !== undefined) throw new RoundTripError('FindCoordinator', error);
    return broker;
  }

  #whileStaying<Value>(work: Promise<Value>): Promise<Value> {
    return Promise.race([work, ...this.#seats.map(({ staying }) => staying)]);
  }

  async #untilShared(either: AbortSignal): Promise<void> {
    const shares = () => this.#seats.map(({ member }) => member.membership);
    while (!isShared(shares(), this.#of.partitions)) await this.#deps.clock.sleep(lookMs, either);
  }

  async #readAll(
    ranges: readonly PartitionRange[],
    limit: AbortSignal,
    count: (seat: number, number: number) => void,
    records: CheckRecords,
  ): Promise<void> {
    const { clock, rights } = this.#deps;
    await Promise.all(
      this.#seats.map(async ({ client, member }, seat) => {
        const { membership } = member;
        const own = ranges.filter(({ id }) => membership?.partitions.includes(id) === true);
        const problems: string[] = [];
        await readMessages(
          { client, clock, rights, signal: limit },
          { topic: this.#of.topic, ranges: own, isolation: 'read uncommitted', follow: false },
          async (found) => {
            for (const { messages } of found) {
              for (const message of messages) {
                const number = records.numberOf(message);
                if (number !== undefined) count(seat, number);
              }
            }
            return 'go on';
          },
          (problem) => problems.push(problem),
        );
        const [problem] = problems;
        if (problem !== undefined) throw new ExopsError(problem);
        if (member.membership?.generation !== membership?.generation || membership === undefined)
          throw new ExopsError('The group rebalanced while it was read.');
      }),
    );
  }
}

function whyWrong({
  missing,
  twice,
}: {
  readonly missing: number;
  readonly twice: number;
}): string | undefined {
  const words = [
    ...(missing > 0 ? [`${countOf(missing, 'record')} not read`] : []),
    ...(twice > 0 ? [`${countOf(twice, 'record')} read more than once`] : []),
  ];
  return words.length === 0 ? undefined : words.join(', ');
}

function inTime<Value>(work: Promise<Value>): Promise<Value> {
  return abortable(work, AbortSignal.timeout(leaveMs));
}
