import type { Context } from '../../context.js';
import { UsageError } from '../../lib/errors.js';
import type { Header, Message } from '../../lib/kafka/records/model.js';
import { type Line, linesOf } from '../../lib/messages/produce/lines.js';
import {
  type MessageOfLine,
  messageOfLine,
  NoMessageError,
} from '../../lib/messages/produce/message-of-line.js';
import { quickMessage } from '../../lib/messages/produce/quick-message.js';
import type { Sending } from '../../lib/messages/produce/send-messages.js';
import { parseFrom } from '../../lib/messages/read/starting-point.js';
import { openInput } from './open-input.js';
import type { ProduceOptions } from './produce.js';

/** What the flags say of every message. */
interface Given {
  readonly key: Buffer | null;
  readonly headers: readonly Header[];
  readonly partition: number | undefined;
  readonly timestamp: bigint | undefined;
}

export interface ProduceInput {
  /** As they come. */
  readonly messages: AsyncIterable<readonly Sending[]>;
  close(): void;
}

/** The messages that flags and input make. @throws UsageError for flags that don't fit, or a file that can't be read */
export async function produceInput(
  { terminal, clock, cwd }: Context,
  options: ProduceOptions,
): Promise<ProduceInput> {
  const given = givenFor(options, clock.now());
  const { value, tombstone, json } = options;
  if (value !== undefined || tombstone === true) {
    const bytes = value === undefined ? null : Buffer.from(value);
    const timestamp = given.timestamp ?? BigInt(clock.now());
    return { messages: only([{ ...given, timestamp, value: bytes, line: 0 }]), close: () => {} };
  }
  const { bytes, close } = await openInput(terminal.bytes.input, options.file, cwd);
  const messages =
    json === true ? jsonMessages(bytes, given, options, clock.now) : plainMessages(bytes, given, clock.now);
  return { messages, close };
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

async function* plainMessages(
  input: AsyncIterable<Uint8Array>,
  { key, headers, partition, timestamp: given }: Given,
  now: () => number,
): AsyncGenerator<readonly Sending[]> {
  for await (const lines of linesOf(input)) {
    const timestamp = given ?? BigInt(now());
    yield lines.map(({ bytes: value, number: line }) => ({
      timestamp,
      key,
      value,
      headers,
      partition,
      line,
    }));
  }
}

/** Those before a line that is no message are handed on. */
async function* jsonMessages(
  input: AsyncIterable<Uint8Array>,
  given: Given,
  { keepPartitions }: ProduceOptions,
  now: () => number,
): AsyncGenerator<readonly Sending[]> {
  for await (const lines of linesOf(input)) {
    const messages: Sending[] = [];
    const time = now();
    for (const line of lines) {
      const message = read(line, time);
      if (message instanceof UsageError) {
        yield messages;
        throw message;
      }
      messages.push(filledIn(message, given, line.number, keepPartitions === true));
    }
    yield messages;
  }
}

function read({ bytes, number }: Line, now: number): MessageOfLine | UsageError {
  try {
    return quickMessage(bytes, now) ?? messageOfLine(bytes, now);
  } catch (error) {
    if (error instanceof NoMessageError)
      return new UsageError(`Line ${number} is no message: ${error.message}.`);
    throw error;
  }
}

/** Flags fill in what a line hasn't. */
function filledIn(message: MessageOfLine, given: Given, line: number, keepPartition: boolean): Sending {
  const { headers } = message;
  return {
    timestamp: given.timestamp ?? message.timestamp,
    key: message.key ?? given.key,
    value: message.value,
    headers:
      given.headers.length === 0
        ? headers
        : [...headers, ...given.headers.filter(({ key }) => !has(message, key))],
    partition: keepPartition ? message.partition : given.partition,
    line,
  };
}

function has({ headers }: Message, wanted: string): boolean {
  return headers.some(({ key }) => key === wanted);
}
