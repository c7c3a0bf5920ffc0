import type { Size } from './model.js';

/** The tag in which a resource keeps what to wake to. */
export const recordTag = 'exops:sleep';
/** The same on a Kubernetes workload. */
export const recordAnnotation = 'exops/sleep';

/** What a resource was when it was put to sleep. */
export interface SleepRecord {
  /** Undefined for what is only on or off. */
  readonly size: Size | undefined;
  /** Who put it to sleep. */
  readonly by: string;
  /** When; milliseconds since the epoch, to the second. */
  readonly at: number;
}

/**
 * `v=1 min=1 max=4 desired=2 by=kim at=2026-11-20T19:02:11Z`: in what RDS takes as a tag's value, which is the least of
 * all services (letters, digits, space and `_ . : / = + @ -`), and below 256 characters.
 */
export function formatRecord({ size, by, at }: SleepRecord): string {
  const sizes = size === undefined ? ['state=on'] : sizeWords(size);
  const seconds = new Date(Math.floor(at / 1_000) * 1_000).toISOString().replace('.000Z', 'Z');
  return ['v=1', ...sizes, `by=${nameInRecord(by)}`, `at=${seconds}`].join(' ');
}

/** The same record, or why its text is none: it may have been written by a newer version, or by hand. */
export function readRecord(text: string): SleepRecord | { readonly problem: string } {
  const words = text.trim().split(/\s+/).map(readWord);
  const values = new Map(words);
  if (values.size !== words.length) return { problem: 'a word stands in it twice' };
  if (values.get('v') !== '1') return { problem: versionProblem(values.get('v')) };
  const by = values.get('by') ?? '';
  const at = readTime(values.get('at') ?? '');
  if (by === '') return { problem: 'it does not say by whom (by=…)' };
  if (at === undefined) return { problem: 'it does not say when (at=2026-11-20T19:02:11Z)' };
  if (values.get('state') === 'on' && !values.has('desired')) return { size: undefined, by, at };
  const size = readSize(values);
  return 'problem' in size ? size : { size, by, at };
}

function readSize(values: ReadonlyMap<string, string>): Size | { readonly problem: string } {
  const read = (name: string) => {
    const text = values.get(name);
    if (text === undefined) return undefined;
    return /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  };
  const [min, max, desired] = [read('min'), read('max'), read('desired')];
  if (desired === undefined) return { problem: 'it does not say what to wake to (desired=…)' };
  const given = [min, max, desired].filter((number) => number !== undefined);
  if (given.some(Number.isNaN)) return { problem: 'a size in it is not a number' };
  if (desired === 0) return { problem: 'it would wake to nothing (desired=0)' };
  const rising = [min ?? 0, desired, max ?? desired];
  const isRising = rising.every((number, index) => index === 0 || number >= (rising[index - 1] ?? 0));
  if (!isRising) return { problem: 'its sizes do not fit each other (min ≤ desired ≤ max)' };
  return { desired, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function sizeWords({ min, max, desired }: Size): readonly string[] {
  const given = { min, max, desired };
  return Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

function readWord(word: string): readonly [string, string] {
  const [, name = word, value = ''] = /^([a-z]+)=(.*)$/.exec(word) ?? [];
  return [name, value];
}

function readTime(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : at;
}

function versionProblem(version: string | undefined): string {
  return version === undefined || !/^\d+$/.test(version)
    ? 'it does not begin with v=1'
    : `a newer version of exops wrote it (v=${version})`;
}

const longestName = 64;

/** A login name as records have it. */
export function nameInRecord(name: string): string {
  return name.replace(/[^A-Za-z0-9_.:/+@-]/g, '_').slice(0, longestName) || '_';
}
