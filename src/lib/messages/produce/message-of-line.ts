import { isUtf8 } from 'node:buffer';
import type { Header, Message } from '../../kafka/records/model.js';

/** Why a line is no message, a clause. */
export class NoMessageError extends Error {}

type Encoding = 'base64' | 'hex' | 'json';
type Check = (value: unknown) => boolean;
/** A map, as a key may be called `constructor`. */
type Shape = ReadonlyMap<string, Check>;

const isText: Check = (value) => typeof value === 'string';
/** Half of a letter that takes two (`\ud83d` alone), which UTF-8 has no bytes for. */
const loneHalf = /\p{Surrogate}/u;
const isAnything: Check = () => true;
const isEncoding: Check = (value) => value === 'base64' || value === 'hex' || value === 'json';
const wholeFrom =
  (least: number): Check =>
  (value) =>
    Number.isSafeInteger(value) && Number(value) >= least;

/** `exops.message/v1`, as peek writes it; where it was is of no meaning but for its partition. */
const shape: Shape = new Map([
  ['topic', isText],
  ['partition', wholeFrom(0)],
  ['offset', (value) => typeof value === 'number'],
  ['timestamp', wholeFrom(-1)],
  ['key', isAnything],
  ['keyEncoding', isEncoding],
  ['value', isAnything],
  ['valueEncoding', isEncoding],
  ['headers', Array.isArray],
]);
const headerShape: Shape = new Map([
  ['key', isText],
  ['value', (value) => value === null || typeof value === 'string'],
  ['valueEncoding', isEncoding],
]);

interface LineObject {
  readonly partition?: number;
  readonly timestamp?: number;
  readonly key?: unknown;
  readonly keyEncoding?: Encoding;
  readonly value: unknown;
  readonly valueEncoding?: Encoding;
  readonly headers?: readonly HeaderObject[];
}

interface HeaderObject {
  readonly key: string;
  readonly value?: string | null;
  readonly valueEncoding?: Encoding;
}

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
  mustBeMessage(json);
  const { key = null, keyEncoding, value, valueEncoding, headers = [], timestamp, partition } = json;
  const hasTime = timestamp !== undefined && timestamp >= 0;
  return {
    timestamp: BigInt(hasTime ? timestamp : now),
    key: bytesOf('key', key, keyEncoding),
    value: bytesOf('value', value, valueEncoding),
    headers: headers.map(
      (header): Header => ({
        key: wholeText('headers', header.key),
        value: bytesOf('value', header.value ?? null, header.valueEncoding),
      }),
    ),
    partition,
  };
}

function mustBeMessage(json: unknown): asserts json is LineObject {
  mustFit(json, shape, '');
  if (!('value' in json)) throw new NoMessageError('"value" is missing; null is a tombstone');
  if (!('headers' in json) || !Array.isArray(json.headers)) return;
  for (const [index, header] of json.headers.entries()) {
    mustFit(header, headerShape, `headers.${index}`);
    if (!('key' in header)) throw new NoMessageError(`"headers.${index}.key" is missing`);
  }
}

/** A key with a slip in it may be the one that is missing, or wrong, too: it is what is said first. */
function mustFit(json: unknown, fields: Shape, path: string): asserts json is object {
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new NoMessageError(path === '' ? 'it is no object' : `"${path}" is wrong`);
  let wrong: string | undefined;
  for (const name in json) {
    const value: unknown = Reflect.get(json, name);
    const fits = fields.get(name);
    const full = path === '' ? name : `${path}.${name}`;
    if (fits === undefined) throw new NoMessageError(`"${full}" is unknown`);
    if (!fits(value)) wrong ??= full;
  }
  if (wrong !== undefined) throw new NoMessageError(`"${wrong}" is wrong`);
}

function bytesOf(name: string, value: unknown, encoded: Encoding | undefined): Buffer | null {
  if (encoded === 'json') return Buffer.from(JSON.stringify(value));
  if (value === null) return null;
  if (typeof value !== 'string')
    throw new NoMessageError(`"${name}" is no text; "${name}Encoding": "json" has it written as JSON`);
  if (encoded === undefined) return Buffer.from(wholeText(name, value));
  const bytes = Buffer.from(value, encoded);
  // Node takes what it can, and leaves out the rest.
  const isWhole = bytes.toString(encoded).replace(/=+$/, '') === fold(value, encoded).replace(/=+$/, '');
  if (!isWhole) throw new NoMessageError(`"${name}" is no ${encoded}`);
  return bytes;
}

function wholeText(name: string, text: string): string {
  if (loneHalf.test(text))
    throw new NoMessageError(`"${name}" has half of a surrogate pair, which is no UTF-8`);
  return text;
}

function fold(value: string, encoded: 'base64' | 'hex'): string {
  return encoded === 'hex' ? value.toLowerCase() : value;
}
