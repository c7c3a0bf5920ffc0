import { isUtf8 } from 'node:buffer';
import type { StoredMessage } from '../../kafka/records/model.js';
import { formatBytes } from '../../manifest/quantity.js';
import { dottedLine } from '../../terminal/dotted-line.js';
import type { Palette } from '../../terminal/palette.js';
import { printable } from '../../terminal/printable.js';
import type { Decoding } from './decode.js';
import type { Decodings } from './json-line.js';

/** A longer text is cut on a screen: so many of its lines, and so many characters of them. */
const most = { lines: 20, characters: 2_000, bytes: 256 } as const;

/** A message for people: where and when it is, its key, its headers, its value. */
export function messageBlock(
  partition: number,
  message: StoredMessage,
  decodings: Decodings,
  palette: Palette,
  columns: number,
): string {
  const { offset, key, value, headers } = message;
  const head = dottedLine(
    [
      `${partition}:${offset}`,
      momentOf(message.timestamp),
      key === null ? 'no key' : `key ${oneLine(key, decodings.key)}`,
    ],
    columns,
  );
  const shownHeaders = headers.map(
    (header) =>
      `  ${printable(header.key)}: ${header.value === null ? 'null' : oneLine(header.value, 'auto')}`,
  );
  return [
    palette.strong(head),
    ...shownHeaders.map((line) => palette.faint(line)),
    ...(value === null
      ? [palette.caution('  null, a tombstone')]
      : shownValue(value, decodings.value, palette)),
  ].join('\n');
}

/** As the whole of it stands in a table that isn't for a screen, too. */
export function oneLine(bytes: Buffer, decoding: Decoding): string {
  return printable(textOf(bytes, decoding));
}

/** ISO 8601 in UTC. */
export function momentOf(timestamp: bigint): string {
  if (timestamp < 0n) return 'no time';
  const moment = new Date(Number(timestamp));
  return Number.isNaN(moment.getTime()) ? String(timestamp) : moment.toISOString();
}

function textOf(bytes: Buffer, decoding: Decoding): string {
  if (decoding === 'base64') return bytes.toString('base64');
  const isText = decoding !== 'hex' && (decoding === 'string' || isUtf8(bytes));
  return isText ? bytes.toString('utf8') : `hex ${bytes.toString('hex')}`;
}

function shownValue(value: Buffer, decoding: Decoding, palette: Palette): string[] {
  if (value.length === 0) return [palette.faint('  empty')];
  const isText = decoding !== 'hex' && (decoding === 'string' || decoding === 'base64' || isUtf8(value));
  const whole = textOf(isText ? value : value.subarray(0, most.bytes), decoding);
  const lines = whole.slice(0, most.characters).split(/\r?\n/);
  const shown = lines.slice(0, most.lines).map((line) => `  ${printable(line)}`);
  const isCut =
    (!isText && value.length > most.bytes) || whole.length > most.characters || lines.length > most.lines;
  const size = formatBytes(BigInt(value.length));
  return isCut ? [...shown, palette.caution(`  … cut, ${size} in all; -o json shows it whole`)] : shown;
}
