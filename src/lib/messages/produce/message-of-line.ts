import { isUtf8 } from 'node:buffer';
import type { Header, Message } from '../../kafka/records/model.js';
import { valueTextAt } from '../json/value-text.js';

/** Why a line is no message, a clause. */
export class NoMessageError extends Error {}

type Encoding = 'base64' | 'hex' | 'json';
interface Check {
  readonly fits: (value: unknown) => boolean;
  /** What it must be, for people. */
  readonly expected: string;
}
/** A map, as a key may be called `constructor`. */
type Shape = ReadonlyMap<string, Check>;

const isText: Check = { fits: (value) => typeof value === 'string', expected: 'a text' };
/** Half of a letter that takes two (`\ud83d` alone), which UTF-8 has no bytes for. */
const loneHalf = /\p{Surrogate}/u;
const isAnything: Check = { fits: () => true, expected: 'anything' };
const isEncoding: Check = {
  fits: (value) => value === 'base64' || value === 'hex' || value === 'json',
  expected: '"base64", "hex" or "json"',
};
const wholeFrom = (least: number, expected: string): Check => ({
  fits: (value) => Number.isSafeInteger(value) && Number(value) >= least,
  expected,
});
const headerExample = '{"key":"trace","value":"4bf9"}';

/** `exops.message/v1`, as peek writes it; where it was is of no meaning but for its partition. */
const shape: Shape = new Map([
  ['topic', isText],
  ['partition', wholeFrom(0, 'a whole number from 0 on')],
  ['offset', { fits: (value) => typeof value === 'number', expected: 'a number' }],
  ['timestamp', wholeFrom(-1, 'whole milliseconds since 1970, such as 1772366400000')],
  ['key', isAnything],
  ['keyEncoding', isEncoding],
  ['value', isAnything],
  ['valueEncoding', isEncoding],
  ['headers', { fits: Array.isArray, expected: `a list such as [${headerExample}]` }],
]);
const headerShape: Shape = new Map([
  ['key', isText],
  ['value', { fits: (value) => value === null || typeof value === 'string', expected: 'a text or null' }],
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
  const text = line.toString('utf8');
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new NoMessageError('it is no JSON');
  }
  mustBeMessage(json);
  const { key = null, keyEncoding, value, valueEncoding, headers = [], timestamp, partition } = json;
  const hasTime = timestamp !== undefined && timestamp >= 0;
  return {
    timestamp: BigInt(hasTime ? timestamp : now),
    key: keyEncoding === 'json' ? jsonOf(text, 'key') : bytesOf('key', key, keyEncoding),
    value: valueEncoding === 'json' ? jsonOf(text, 'value') : bytesOf('value', value, valueEncoding),
    headers: headers.map(
      (header): Header => ({
        key: wholeText('headers', header.key),
        value: bytesOf('value', header.value ?? null, header.valueEncoding),
      }),
    ),
    partition,
  };
}

/** As it stands in the line: numbers keep their digits. */
function jsonOf(line: string, name: string): Buffer | null {
  const own = valueTextAt(line, [name]);
  return own === undefined ? null : Buffer.from(own);
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
    throw new NoMessageError(
      path === '' ? 'it is no object' : `"${path}" is wrong: expected ${headerExample}`,
    );
  let wrong: string | undefined;
  for (const name in json) {
    const value: unknown = Reflect.get(json, name);
    const check = fields.get(name);
    const full = path === '' ? name : `${path}.${name}`;
    if (check === undefined) throw new NoMessageError(`"${full}" is unknown`);
    if (!check.fits(value)) wrong ??= `"${full}" is wrong: expected ${check.expected}`;
  }
  if (wrong !== undefined) throw new NoMessageError(wrong);
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
