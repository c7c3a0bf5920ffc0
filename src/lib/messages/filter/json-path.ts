import { UsageError } from '../../errors.js';
import { canonicalJson } from '../json/same-json.js';
import { valueTextAt } from '../json/value-text.js';

export interface JsonPathFilter {
  readonly steps: readonly (string | number)[];
  /** What a text must have to be looked into; undefined where that can't be said. */
  readonly name: string | undefined;
  /** What is there must read so. Undefined where anything will do. */
  readonly wanted: Wanted | undefined;
}

interface Wanted {
  /** As typed, for texts. */
  readonly text: string;
  /** For all else, where it is JSON: `JSON.parse` may have rounded the value, and the canonical form is exact. */
  readonly json: { readonly value: unknown; readonly canonical: string } | undefined;
}

/** What arrays have of themselves. */
const ofArrays = /^(?:\d+|length)$/;

/**
 * `order.items[0].sku=A-1`, or without `=…` for whatever has it. Names are separated by dots.
 * @throws UsageError
 */
export function parseJsonPath(text: string): JsonPathFilter {
  const equals = text.indexOf('=');
  const path = (equals < 0 ? text : text.slice(0, equals)).replace(/^\$\.?/, '');
  const wanted = equals < 0 ? undefined : text.slice(equals + 1);
  const isPath = /^(?:[^.[\]]+|\[\d+\])(?:\.[^.[\]]+|\[\d+\])*$/.test(path);
  if (!isPath)
    throw new UsageError(`--json-path ${text}: no path.`, {
      hint: 'Write names with dots between them, and [n] for an element: order.items[0].sku=A-1',
    });
  const steps = [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([name, index]) =>
    index === undefined ? name : Number(index),
  );
  const name = steps.findLast((step): step is string => typeof step === 'string' && !ofArrays.test(step));
  return { steps, name, wanted: wanted === undefined ? undefined : wantedOf(wanted) };
}

function wantedOf(text: string): Wanted {
  try {
    return { text, json: { value: JSON.parse(text), canonical: canonicalJson(text) } };
  } catch {
    return { text, json: undefined };
  }
}

/** Whether a text is JSON that has such a thing. Numbers are compared as they are written, to the last digit: 1.0 is 1. */
export function hasAtPath(text: string, { steps, name, wanted }: JsonPathFilter): boolean {
  // Most of a stream ends here; with a backslash in it the name may be written in another way.
  if (name !== undefined && !text.includes(name) && !text.includes('\\')) return false;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return false;
  }
  for (const step of steps) {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, step);
    if (!isThere) return false;
    value = (value as Record<string | number, unknown>)[step];
  }
  if (wanted === undefined) return true;
  if (typeof value === 'string') return value === wanted.text;
  if (wanted.json === undefined || !mayBeSame(value, wanted.json.value)) return false;
  return canonicalJson(valueTextAt(text, steps) ?? JSON.stringify(value)) === wanted.json.canonical;
}

/** Rounded numbers are the same wherever exact ones are. */
function mayBeSame(value: unknown, wanted: unknown): boolean {
  return typeof value === 'object' && value !== null
    ? typeof wanted === 'object' && wanted !== null
    : value === wanted;
}
