import type { BrokerMetadata, TopicMetadata } from '../kafka/requests/metadata.js';
import { formatBytes } from '../manifest/quantity.js';
import { countOf, formatCount } from '../terminal/plural.js';
import type { BrokerAnswers } from './ask-brokers.js';
import { type BrokerDisk, fullness } from './read-disks.js';
import { type BrokerTally, noPartitions, tallyBrokers } from './tally.js';

export interface JudgedBroker extends BrokerTally {
  readonly id: number;
  /** Undefined for one that is gone: replicas are on it, and the cluster doesn't list it. */
  readonly listed: BrokerMetadata | undefined;
  /** How many partitions it would lead if all brokers led as many. */
  readonly even: number;
  readonly disk: BrokerDisk | undefined;
  /** Whether the cluster lists it, and it doesn't answer us. */
  readonly isSilent: boolean;
  /** What to know of it, in words; none where all is well. */
  readonly notes: readonly string[];
}

/** Kafka's own limit for moving leaders back: `leader.imbalance.per.broker.percentage`. */
const mostLedElsewhere = 0.1;
/** So much over an even share is said, and so many partitions or bytes at least: few of them are never even. */
const farOver = 1.25;
const fewPartitions = 2;
const fewBytes = 1024n ** 3n;
const nearlyFull = 0.85;
const holds = 'holds';

/** Pure: every broker that is there or should be; the gone ones first, then those that don't answer, then those with notes. */
export function judgeBrokers(
  brokers: readonly BrokerMetadata[],
  topics: readonly TopicMetadata[],
  { answers: disks, silent }: Pick<BrokerAnswers<BrokerDisk>, 'answers' | 'silent'>,
): readonly JudgedBroker[] {
  const tallies = tallyBrokers(topics);
  const listed = new Map(brokers.map((broker) => [broker.id, broker]));
  const led = [...tallies.values()].reduce((sum, { leaders }) => sum + leaders, 0);
  const even = { leaders: brokers.length === 0 ? 0 : led / brokers.length, bytes: evenBytes(disks) };
  return [...new Set([...listed.keys(), ...tallies.keys()])]
    .map((id): JudgedBroker => {
      const tally = tallies.get(id) ?? noPartitions;
      const broker = listed.get(id);
      const disk = disks.get(id);
      const notes =
        broker === undefined
          ? [`gone: ${countOf(tally.replicas, 'replica')} should be on it`]
          : [
              ...(silent.has(id) ? ['does not answer'] : []),
              ...leaderNotes(tally, even.leaders),
              ...diskNotes(disk, even.bytes),
            ];
      return {
        id,
        listed: broker,
        ...tally,
        even: even.leaders,
        disk,
        isSilent: broker !== undefined && silent.has(id),
        notes,
      };
    })
    .sort((one, other) => rank(one) - rank(other) || one.id - other.id);
}

function rank({ listed, isSilent, notes }: JudgedBroker): number {
  if (listed === undefined) return 0;
  if (isSilent) return 1;
  return notes.length > 0 ? 2 : 3;
}

function leaderNotes({ leaders, preferred, ledElsewhere }: BrokerTally, even: number): readonly string[] {
  const isOver = leaders > even * farOver && leaders - even > fewPartitions;
  const isMisled = ledElsewhere > preferred * mostLedElsewhere;
  return [
    ...(isOver ? [`leads ${countOf(leaders, 'partition')}, ${evenWords(even)} would be even`] : []),
    ...(isMisled
      ? [
          `others lead ${formatCount(ledElsewhere)} of the ${countOf(preferred, 'partition')} that it should lead`,
        ]
      : []),
  ];
}

/** `4`, `4.3` */
export function evenWords(even: number): string {
  return String(Math.round(even * 10) / 10);
}

function diskNotes(disk: BrokerDisk | undefined, even: bigint | undefined): readonly string[] {
  if (disk === undefined) return [];
  const { bytes, failedDirectories } = disk;
  const full = fullness(disk) ?? 0;
  const isOver = even !== undefined && Number(bytes) > Number(even) * farOver && bytes - even > fewBytes;
  return [
    ...(failedDirectories > 0
      ? [`${countOf(failedDirectories, 'log directory')} out of use: a broken disk`]
      : []),
    ...(full >= nearlyFull ? [`disk ${Math.floor(full * 100)} % full`] : []),
    ...(isOver ? [`${holds} ${formatBytes(bytes)}, ${formatBytes(even)} would be even`] : []),
  ];
}

/** The note without amounts of bytes, which are others at every look. */
export function lastingNote(note: string): string {
  return note.startsWith(`${holds} `) ? `${holds} more than is even` : note;
}

/** Of those that say; undefined where none does. */
function evenBytes(disks: ReadonlyMap<number, BrokerDisk>): bigint | undefined {
  if (disks.size === 0) return undefined;
  return [...disks.values()].reduce((sum, { bytes }) => sum + bytes, 0n) / BigInt(disks.size);
}
