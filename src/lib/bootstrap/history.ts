import * as v from 'valibot';
import { isHostList } from './rules/host-list.js';

/** The annotation of a secret that says what its keys were set to, and when: it stays when a change is complete. */
export const historyAnnotation = 'exops/bootstrap-history';

/** A change of a key. The hosts alone are kept: what isn't wholly a list of them is undefined. */
export interface KeyChange {
  /** RFC 3339, by the clock of whoever wrote. */
  readonly at: string;
  /** What pods that were restarted for it are stamped with; the same as `at` when left out. */
  readonly stamp?: string | undefined;
  /** Who wrote. */
  readonly by: string;
  /** What it was set to; null when the key was removed. */
  readonly value?: string | null | undefined;
  /** What it held until then; null when it wasn't there. */
  readonly before?: string | null | undefined;
  /** RFC 3339: at the latest then it had come to hold that; undefined when nobody knows. */
  readonly since?: string | undefined;
  /** Somebody else than exops had written that last. */
  readonly isOthers?: boolean | undefined;
}

/** By key, oldest first. */
export type History = ReadonlyMap<string, readonly KeyChange[]>;

const version = 1;
/** Changes of each key that are kept; one that fails and is taken back counts twice. */
const kept = 20;
/** Characters; all annotations of an object together may have 256 KiB. */
const longestHistory = 32_768;
const longestName = 200;

const hostList = v.optional(v.nullable(v.pipe(v.string(), v.check(isHostList))));
const at = v.pipe(v.string(), v.check(isTime));
const change = v.object({
  at,
  stamp: v.optional(at),
  by: v.pipe(v.string(), v.maxLength(longestName)),
  value: hostList,
  before: hostList,
  since: v.optional(at),
  isOthers: v.optional(v.boolean()),
});
const schema = v.object({ v: v.literal(version), keys: v.record(v.string(), v.array(change)) });

/**
 * What the annotation becomes with one more change of a key. What can't be read is begun anew; the oldest changes go. A
 * change that is there already adds nothing, and neither does one that leaves the value as it is: unless it restarts what
 * reads a value of ours, since its record moves the time that the server has of our last write. The last such stays.
 */
export function addToHistory(annotation: string | undefined, key: string, entry: KeyChange): string {
  const read = readHistory(annotation);
  const history = new Map('problem' in read ? [] : read);
  const before = history.get(key) ?? [];
  const added = shownPart(entry);
  const last = before.at(-1);
  const isThere = last !== undefined && last.at === added.at && last.value === added.value;
  const isRestart = added.stamp !== undefined && added.isOthers !== true && last?.value === added.value;
  const former = leavesValue(added) && leavesValue(last) ? before.slice(0, -1) : before;
  if (!isThere && (!leavesValue(added) || isRestart)) history.set(key, [...former, added].slice(-kept));
  return shortened(history, key);
}

/** The history in an annotation; anybody who may write the secret may have written it. Empty when there is none. */
export function readHistory(annotation: string | undefined): History | { readonly problem: string } {
  if (annotation === undefined) return new Map();
  if (annotation.length > longestHistory) return { problem: 'it is longer than exops writes one' };
  const value = parse(annotation);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'it is no JSON object' };
  if ((value as { v?: unknown }).v !== version) return { problem: 'another version of exops wrote it' };
  const result = v.safeParse(schema, value);
  if (!result.success) return { problem: 'it is not as exops writes it' };
  return new Map(Object.entries(result.output.keys));
}

function shownPart({ at: time, stamp, by, value, before, since, isOthers }: KeyChange): KeyChange {
  const shown = (text: string | null | undefined) =>
    text === null || (text !== undefined && isHostList(text)) ? text : undefined;
  const hosts = { value: shown(value), before: shown(before) };
  return { at: time, stamp, by: by.slice(0, longestName), ...hosts, since, isOthers };
}

function leavesValue(change: KeyChange | undefined): boolean {
  return change?.value !== undefined && change.value === change.before;
}

/** The other keys give way first: this one is being changed. */
function shortened(history: Map<string, readonly KeyChange[]>, key: string): string {
  for (;;) {
    const text = JSON.stringify({ v: version, keys: Object.fromEntries(history) });
    const longest = [...history].sort((a, b) => lengthOf(b) - lengthOf(a) || Number(a[0] === key) - 1)[0];
    if (text.length <= longestHistory || longest === undefined) return text;
    const [name, [, ...rest]] = longest;
    if (rest.length > 0) history.set(name, rest);
    else history.delete(name);
  }
}

function lengthOf([, changes]: readonly [string, readonly KeyChange[]]): number {
  return JSON.stringify(changes).length;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** https://www.rfc-editor.org/rfc/rfc3339, in UTC as exops writes it */
function isTime(text: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(text) && !Number.isNaN(Date.parse(text));
}
