import { createReadStream } from 'node:fs';
import { resolve } from 'node:path';
import type { Context } from '../../context.js';
import { UsageError } from '../../lib/errors.js';
import type { Header, Message } from '../../lib/kafka/records/model.js';
import { linesOf } from '../../lib/messages/produce/lines.js';
import { messageOfLine, NoMessageError } from '../../lib/messages/produce/message-of-line.js';
import type { Sending } from '../../lib/messages/produce/send-messages.js';
import { parseFrom } from '../../lib/messages/read/starting-point.js';
import type { ProduceOptions } from './produce.js';

/** What the flags say of every message. */
interface Given {
  readonly key: Buffer | null;
  readonly headers: readonly Header[];
  readonly partition: number | undefined;
  readonly timestamp: bigint | undefined;
}

/** The messages that flags and input make, as they come. @throws UsageError at once, for flags that don't fit */
export function produceInput(
  { terminal, clock, cwd }: Context,
  options: ProduceOptions,
): AsyncIterable<readonly Sending[]> {
  const given = givenFor(options, clock.now());
  const { value, tombstone, json } = options;
  if (value !== undefined || tombstone === true) {
    const bytes = value === undefined ? null : Buffer.from(value);
    const timestamp = given.timestamp ?? BigInt(clock.now());
    return only([{ ...given, timestamp, value: bytes }]);
  }
  const input: AsyncIterable<Uint8Array> =
    options.file === undefined
      ? terminal.bytes.input
      : readFileStream(resolve(cwd, options.file), options.file);
  return json === true
    ? jsonMessages(input, given, options, clock.now)
    : plainMessages(input, given, clock.now);
}

function givenFor(options: ProduceOptions, now: number): Given {
  refuseContradictions(options);
  const { recordKey, header = [], partition, timestamp } = options;
  if (partition !== undefined && !/^\d{1,9}$/.test(partition))
    throw new UsageError(`--partition ${partition}: expected a number.`);
  return {
    key: recordKey === undefined ? null : Buffer.from(recordKey),
    headers: header.map(parseHeader),
    partition: partition === undefined ? undefined : Number(partition),
    timestamp: timestamp === undefined ? undefined : parseTime(timestamp, now),
  };
}

function refuseContradictions(options: ProduceOptions): void {
  const { value, tombstone, json, file, partition, keepPartitions } = options;
  if (value !== undefined && tombstone === true)
    throw new UsageError('--value and --tombstone: only one can be sent.');
  const one = value === undefined ? tombstone && '--tombstone' : '--value';
  if (one !== undefined && (file !== undefined || json === true))
    throw new UsageError(`${one} sends one message: without --file and --json.`);
  if (keepPartitions === true && json !== true) throw new UsageError('--keep-partitions needs --json.');
  if (partition !== undefined && keepPartitions === true)
    throw new UsageError('--partition and --keep-partitions: only one of them can say where to.');
}

function parseHeader(text: string): Header {
  const equals = text.indexOf('=');
  if (equals <= 0) throw new UsageError(`--header ${text}: expected name=value.`);
  return { key: text.slice(0, equals), value: Buffer.from(text.slice(equals + 1)) };
}

function parseTime(text: string, now: number): bigint {
  try {
    const point = parseFrom(text, now);
    if (point.at === 'time') return point.timestamp;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
  }
  throw new UsageError(
    `--timestamp ${text}: expected a time such as 2026-03-01T12:00:00Z, or @1772366400000.`,
  );
}

async function* only(messages: readonly Sending[]): AsyncGenerator<readonly Sending[]> {
  yield messages;
}

async function* readFileStream(path: string, shown: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: 256 * 1024 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`Can't read ${shown}: ${code}.`);
  }
}

async function* plainMessages(
  input: AsyncIterable<Uint8Array>,
  given: Given,
  now: () => number,
): AsyncGenerator<readonly Sending[]> {
  for await (const lines of linesOf(input)) {
    const timestamp = given.timestamp ?? BigInt(now());
    yield lines.map(({ bytes }) => ({ ...given, timestamp, value: bytes }));
  }
}

function has({ headers }: Message, wanted: string): boolean {
  return headers.some(({ key }) => key === wanted);
}

/** Flags fill in what a line hasn't. */
async function* jsonMessages(
  input: AsyncIterable<Uint8Array>,
  given: Given,
  { keepPartitions }: ProduceOptions,
  now: () => number,
): AsyncGenerator<readonly Sending[]> {
  for await (const lines of linesOf(input)) {
    yield lines.map(({ bytes, number }) => {
      try {
        const message = messageOfLine(bytes, now());
        return {
          ...message,
          key: message.key ?? given.key,
          headers: [...message.headers, ...given.headers.filter(({ key }) => !has(message, key))],
          timestamp: given.timestamp ?? message.timestamp,
          partition: keepPartitions === true ? message.partition : given.partition,
        };
      } catch (error) {
        if (error instanceof NoMessageError)
          throw new UsageError(`Line ${number} is no message: ${error.message}.`);
        throw error;
      }
    });
  }
}
