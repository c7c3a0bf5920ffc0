import { UsageError } from '../../errors.js';

export interface JsonPathFilter {
  readonly steps: readonly (string | number)[];
  /** What is there must read so: a text as it is, all else as JSON. Undefined where anything will do. */
  readonly wanted: string | undefined;
}

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
  return { steps, wanted };
}

/** Whether a text is JSON that has such a thing. */
export function hasAtPath(text: string, { steps, wanted }: JsonPathFilter): boolean {
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
  return wanted === undefined || (typeof value === 'string' ? value : JSON.stringify(value)) === wanted;
}
