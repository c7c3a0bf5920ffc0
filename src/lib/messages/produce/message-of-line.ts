import { isUtf8 } from 'node:buffer';
import * as v from 'valibot';
import type { Header, Message } from '../../kafka/records/model.js';

/** Why a line is no message, a clause. */
export class NoMessageError extends Error {}

const encoding = v.optional(v.picklist(['base64', 'hex', 'json']));
const text = v.nullable(v.string());
const whole = v.pipe(v.number(), v.safeInteger());

/** `exops.message/v1`, as peek writes it; where it was is of no meaning but for its partition. */
const schema = v.strictObject({
  topic: v.optional(v.string()),
  partition: v.optional(v.pipe(whole, v.minValue(0))),
  offset: v.optional(v.number()),
  timestamp: v.optional(v.pipe(whole, v.minValue(-1))),
  key: v.optional(v.unknown()),
  keyEncoding: encoding,
  value: v.unknown(),
  valueEncoding: encoding,
  headers: v.optional(
    v.array(v.strictObject({ key: v.string(), value: v.optional(text), valueEncoding: encoding })),
  ),
});

export interface MessageOfLine extends Message {
  readonly partition: number | undefined;
}

/**
 * A message of one line of JSON. @param now where it has no time; milliseconds since the epoch
 * @throws NoMessageError
 */
export function messageOfLine(line: Buffer, now: number): MessageOfLine {
  if (!isUtf8(line)) throw new NoMessageError('it is no UTF-8');
  let json: unknown;
  try {
    json = JSON.parse(line.toString('utf8'));
  } catch {
    throw new NoMessageError('it is no JSON');
  }
  if (Array.isArray(json)) throw new NoMessageError('it is no object');
  const read = v.safeParse(schema, json);
  if (!read.success) throw new NoMessageError(whyNot(read.issues));
  const { key = null, keyEncoding, value, valueEncoding, headers = [], timestamp, partition } = read.output;
  const hasTime = timestamp !== undefined && timestamp >= 0;
  return {
    timestamp: BigInt(hasTime ? timestamp : now),
    key: bytesOf('key', key, keyEncoding),
    value: bytesOf('value', value, valueEncoding),
    headers: headers.map(
      (header): Header => ({
        key: header.key,
        value: bytesOf('value', header.value ?? null, header.valueEncoding),
      }),
    ),
    partition,
  };
}

/** A key with a slip in it may be the one that is missing, too. */
function whyNot(issues: readonly [v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]): string {
  const unknown = issues.find(({ expected }) => expected === 'never');
  const path = v.getDotPath(unknown ?? issues[0]);
  if (path === null) return 'it is no object';
  if (unknown !== undefined) return `"${path}" is unknown`;
  return path === 'value' ? '"value" is missing; null is a tombstone' : `"${path}" is wrong`;
}

function bytesOf(
  name: string,
  value: unknown,
  encoded: 'base64' | 'hex' | 'json' | undefined,
): Buffer | null {
  if (encoded === 'json') return Buffer.from(JSON.stringify(value));
  if (value === null) return null;
  if (typeof value !== 'string')
    throw new NoMessageError(`"${name}" is no text; "${name}Encoding": "json" has it written as JSON`);
  if (encoded === undefined) return Buffer.from(value);
  const bytes = Buffer.from(value, encoded);
  // Node takes what it can, and leaves out the rest.
  const isWhole = bytes.toString(encoded).replace(/=+$/, '') === fold(value, encoded).replace(/=+$/, '');
  if (!isWhole) throw new NoMessageError(`"${name}" is no ${encoded}`);
  return bytes;
}

function fold(value: string, encoded: 'base64' | 'hex'): string {
  return encoded === 'hex' ? value.toLowerCase() : value;
}
