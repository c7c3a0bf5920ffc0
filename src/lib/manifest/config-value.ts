import { type ConfigType, configTypeOf } from './config-keys.js';
import { formatQuantity, parseQuantity } from './quantity.js';

/** The value in Kafka's own units, or what is wrong with it in words that follow the key. */
export type ParsedValue = { readonly value: string } | { readonly problem: string };

/** Reads a value as people write it: `3d`, `1GiB`, `compact, delete`. Settings that Apache Kafka doesn't have are text. */
export function canonicalValue(key: string, text: string): ParsedValue {
  const type = configTypeOf(key);
  return type === undefined ? { value: text } : parse(type, text.trim());
}

/** The value as people write it; `canonicalValue` reads it back as the same. */
export function formatValue(key: string, value: string): string {
  const type = configTypeOf(key);
  if (type?.is !== 'whole' || type.unit === undefined || !/^-?\d+$/.test(value)) return value;
  if (value === '-1' && type.min === -1n) return unlimited;
  return formatQuantity(BigInt(value), type.unit);
}

/** Whether two values mean the same to the broker: `1` and `1.0` for a ratio, lists in any order. */
export function isSameValue(key: string, a: string, b: string): boolean {
  return a === b || meaning(key, a) === meaning(key, b);
}

function meaning(key: string, text: string): string {
  const parsed = canonicalValue(key, text);
  return 'value' in parsed ? parsed.value : text;
}

const unlimited = 'unlimited';

function parse(type: ConfigType, text: string): ParsedValue {
  switch (type.is) {
    case 'whole':
      return parseWhole(type, text);
    case 'fraction':
      return parseFraction(text);
    case 'boolean': {
      const value = text.toLowerCase();
      return value === 'true' || value === 'false'
        ? { value }
        : { problem: `expected true or false, got "${text}"` };
    }
    case 'choice': {
      const value = type.values.find((known) => known.toLowerCase() === text.toLowerCase());
      return value === undefined
        ? { problem: `expected one of ${type.values.join(', ')}, got "${text}"` }
        : { value };
    }
    case 'set':
      return parseSet(type.values, text);
    case 'text':
      return { value: text };
  }
}

function parseWhole(type: Extract<ConfigType, { is: 'whole' }>, text: string): ParsedValue {
  if (text === unlimited && type.min === -1n) return { value: '-1' };
  const number =
    type.unit === undefined
      ? /^-?\d+$/.test(text)
        ? BigInt(text)
        : undefined
      : parseQuantity(text, type.unit);
  if (number === undefined) return { problem: `expected ${wholeWord(type.unit)}, got "${text}"` };
  if (number < type.min) return { problem: `expected at least ${type.min}, got ${text}` };
  if (number > type.max) return { problem: `expected at most ${type.max}, got ${text}` };
  return { value: number.toString() };
}

function wholeWord(unit: 'ms' | 'bytes' | undefined): string {
  if (unit === 'ms') return 'a duration such as 3d, 12h or 259200000 (milliseconds)';
  return unit === 'bytes' ? 'a size such as 1GiB, 512KiB or 1048576 (bytes)' : 'a whole number';
}

function parseFraction(text: string): ParsedValue {
  const number = Number(text);
  const fits = text !== '' && number >= 0 && number <= 1;
  return fits ? { value: String(number) } : { problem: `expected a number from 0 to 1, got "${text}"` };
}

function parseSet(known: readonly string[], text: string): ParsedValue {
  const items = text
    .split(',')
    .map((item) => item.trim().toLowerCase())
    .filter((item) => item !== '');
  const stranger = items.find((item) => !known.includes(item));
  if (items.length === 0) return { problem: `expected ${known.join(' or ')}, or both` };
  if (stranger !== undefined)
    return { problem: `expected ${known.join(' or ')}, or both, got "${stranger}"` };
  return { value: [...new Set(items)].sort().join(',') };
}
