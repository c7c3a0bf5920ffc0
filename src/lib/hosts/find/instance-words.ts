import type { Instance } from '../../aws/aws.js';
import { printable } from '../../terminal/printable.js';
import { alignedLines, type Column } from '../../terminal/table.js';
import type { InstanceSelector } from '../host-settings.js';

/**
 * How an instance is called in messages: `kafka (i-0123456789abcdef0)`.
 * @param name its name in `exops.yaml`; its Name tag is taken when there is none
 */
export function instanceWords(instance: Pick<Instance, 'id' | 'tags'>, name: string | undefined): string {
  const known = name === undefined || name === instance.id ? instance.tags.get('Name') : name;
  return known === undefined || known === '' ? instance.id : `${printable(known)} (${instance.id})`;
}

/** `id i-0123456789abcdef0`, `tag Name=kafka`, `tags Name=kafka and Stage=dev`. */
export function selectorWords(selector: InstanceSelector): string {
  if (selector.by === 'id') return `id ${selector.id}`;
  const tags = Object.entries(selector.tags).map(([key, value]) => printable(`${key}=${value}`));
  return `${tags.length === 1 ? 'tag' : 'tags'} ${tags.join(' and ')}`;
}

interface Row {
  readonly instance: Instance;
  readonly number: number;
}

const columns: readonly Column<Row>[] = [
  { title: 'ID', value: ({ instance }) => instance.id },
  { title: 'NAME', value: ({ instance }) => instance.tags.get('Name') ?? '' },
  { title: 'STATE', value: ({ instance }) => instance.state },
  { title: 'ADDRESS', value: ({ instance }) => addressOf(instance) },
];

const numbered: readonly Column<Row>[] = [
  { title: '', value: ({ number }) => String(number), align: 'right' },
  ...columns,
];

/** A table of instances with a header, for a person who is to choose one of them. */
export function instanceLines(
  instances: readonly Instance[],
  { withNumbers = false }: { readonly withNumbers?: boolean } = {},
): readonly string[] {
  const rows = instances.map((instance, index) => ({ instance, number: index + 1 }));
  return alignedLines(withNumbers ? numbered : columns, rows, Number.POSITIVE_INFINITY);
}

function addressOf({ publicAddress, privateAddress, ipv6Address }: Instance): string {
  return publicAddress ?? privateAddress ?? ipv6Address ?? '';
}
