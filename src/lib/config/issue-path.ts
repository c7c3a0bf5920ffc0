import type { UnknownPathItem } from 'valibot';

type Step = string | number;

/** The path of an issue for valibot: from the value that is checked through these keys. */
export function pathTo(
  checked: unknown,
  [first, ...rest]: readonly [Step, ...Step[]],
): [UnknownPathItem, ...UnknownPathItem[]] {
  const item = itemAt(checked, first);
  const items = [item];
  for (const step of rest) items.push(itemAt(items.at(-1)?.value, step));
  return [item, ...items.slice(1)];
}

function itemAt(input: unknown, key: Step): UnknownPathItem {
  const value: unknown = input instanceof Object ? Reflect.get(input, key) : undefined;
  return { type: 'unknown', origin: 'value', input, key, value };
}
