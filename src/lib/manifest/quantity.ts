/** A unit and what it is worth in Kafka's own: milliseconds or bytes. */
type Unit = readonly [suffix: string, worth: bigint];

export type UnitKind = 'ms' | 'bytes';

const durations: readonly Unit[] = [
  ['w', 604_800_000n],
  ['d', 86_400_000n],
  ['h', 3_600_000n],
  ['m', 60_000n],
  ['s', 1_000n],
  ['ms', 1n],
];

const sizes: readonly Unit[] = [
  ['TiB', 1024n ** 4n],
  ['GiB', 1024n ** 3n],
  ['MiB', 1024n ** 2n],
  ['KiB', 1024n],
  ['TB', 1000n ** 4n],
  ['GB', 1000n ** 3n],
  ['MB', 1000n ** 2n],
  ['kB', 1000n],
  ['B', 1n],
];

/** The units that values are printed in: the ones people say, largest first. */
const printed: Record<UnitKind, ReadonlySet<string>> = {
  ms: new Set(['d', 'h', 'm', 's']),
  bytes: new Set(['TiB', 'GiB', 'MiB', 'KiB']),
};

function unitsOf(kind: UnitKind): readonly Unit[] {
  return kind === 'ms' ? durations : sizes;
}

/**
 * Reads `3d`, `1.5h`, `1GiB` or a bare number of milliseconds or bytes.
 * @returns undefined when it is none of these, or not a whole number in Kafka's unit
 */
export function parseQuantity(text: string, kind: UnitKind): bigint | undefined {
  const match = /^(-?\d+)(?:\.(\d+))?\s*([A-Za-z]*)$/.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = '', decimals = '', suffix = ''] = match;
  const worth = suffix === '' ? 1n : worthOf(suffix, kind);
  if (worth === undefined) return undefined;
  const scale = 10n ** BigInt(decimals.length);
  const scaled = BigInt(whole + decimals) * worth;
  return scaled % scale === 0n ? scaled / scale : undefined;
}

/** Case tells minutes from months in a reader's mind, so durations are exact; `1gib` can only be one thing. */
function worthOf(suffix: string, kind: UnitKind): bigint | undefined {
  const fold = (text: string) => (kind === 'ms' ? text : text.toLowerCase());
  return unitsOf(kind).find(([name]) => fold(name) === fold(suffix))?.[1];
}

/** The shortest exact way to say it: `259200000` is `3d`, `1500` stays `1500ms`. Parses back to the same number. */
export function formatQuantity(value: bigint, kind: UnitKind): string {
  if (value <= 0n) return value.toString();
  const unit = unitsOf(kind).find(([name, worth]) => printed[kind].has(name) && value % worth === 0n);
  if (unit !== undefined) return `${value / unit[1]}${unit[0]}`;
  return kind === 'ms' && value < 1_000_000n ? `${value}ms` : value.toString();
}

/** About how much, for sentences: `1.2 GiB`, `512 B`. */
export function formatBytes(bytes: bigint): string {
  const unit = sizes.find(([name, worth]) => printed.bytes.has(name) && bytes >= worth);
  if (unit === undefined) return `${bytes} B`;
  return `${(Number((bytes * 10n) / unit[1]) / 10).toFixed(1)} ${unit[0]}`;
}
