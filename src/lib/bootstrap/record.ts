import * as v from 'valibot';
import { type WorkloadKind, workloadKinds } from '../k8s/kubernetes.js';
import { printable } from '../terminal/printable.js';
import { isHostList } from './rules/host-list.js';

/** The annotation of each changed secret that holds the record while a change is made or taken back. */
export const recordAnnotation = 'exops/patch-bootstrap';

/** Bytes; all annotations of an object together may have 256 KiB. */
export const longestRecord = 200_000;

/** What any laptop needs to finish a change or to take it back. It says the hosts of before and after, and no other value. */
export interface ChangeRecord {
  readonly id: string;
  /** RFC 3339 with milliseconds: what `restartedAt` is set to, and when the change began. */
  readonly stamp: string;
  /** Who began it. */
  readonly by: string;
  readonly phase: 'applying' | 'undoing';
  /** The values of the secret that bears the record; `before` is null for a key that wasn't there. */
  readonly values: readonly {
    readonly key: string;
    readonly before: string | null;
    readonly after: string;
  }[];
  /** All secrets of the change. */
  readonly secrets: readonly { readonly secret: string; readonly keys: readonly string[] }[];
  readonly workloads: readonly {
    readonly kind: WorkloadKind;
    readonly name: string;
    readonly uid: string;
    /** What `restartedAt` was. */
    readonly before: string | null;
    readonly wasSettled: boolean;
    /** Who restarts it. */
    readonly by: 'exops' | 'Reloader';
  }[];
}

/** The format's version. */
const version = 1;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const objectName = v.pipe(
  v.string(),
  v.maxLength(253, 'is no name of an object'),
  v.regex(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'is no name of an object'),
);
const key = v.pipe(v.string(), v.regex(/^[-._A-Za-z0-9]{1,253}$/, 'is no key of a secret'));
const identifier = v.pipe(v.string(), v.regex(/^[-.:_A-Za-z0-9]{1,128}$/, 'is no identifier'));
const hosts = v.pipe(v.string(), v.check(isHostList, 'is no list of hosts'));
const stamp = v.pipe(v.string(), v.check(isStamp, 'is no time in UTC with milliseconds'));

const schema = v.strictObject({
  v: v.literal(version),
  id: identifier,
  stamp,
  by: v.pipe(v.string(), v.regex(/^\P{Cc}{1,200}$/u, 'is no name of a person')),
  phase: v.picklist(['applying', 'undoing']),
  values: v.array(v.strictObject({ key, before: v.nullable(hosts), after: hosts })),
  secrets: v.array(v.strictObject({ secret: objectName, keys: v.array(key) })),
  workloads: v.array(
    v.strictObject({
      kind: v.picklist(workloadKinds),
      name: objectName,
      uid: identifier,
      before: v.nullable(v.pipe(v.string(), v.regex(/^[\x20-\x7e]{0,64}$/, 'is no time'))),
      wasSettled: v.boolean(),
      by: v.picklist(['exops', 'Reloader']),
    }),
  ),
});

/** Compact JSON of what the record has, and nothing that came along with it. */
export function formatRecord({ id, stamp, by, phase, values, secrets, workloads }: ChangeRecord): string {
  return JSON.stringify({
    ...{ v: version, id, stamp, by, phase },
    values: values.map(({ key, before, after }) => ({ key, before, after })),
    secrets: secrets.map(({ secret, keys }) => ({ secret, keys })),
    workloads: workloads.map(({ kind, name, uid, before, wasSettled, by: restartedBy }) => ({
      ...{ kind, name, uid, before, wasSettled },
      by: restartedBy,
    })),
  });
}

/**
 * The record in an annotation. Anybody who may write the secret may have written it: what isn't wholly as exops writes it
 * is a problem, in words that stand after a colon and quote none of its values.
 */
export function readRecord(text: string): ChangeRecord | { readonly problem: string } {
  if (Buffer.byteLength(text) > longestRecord) return { problem: 'it is longer than exops writes one' };
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { problem: 'it is no JSON object' };
  if ((value as { v?: unknown }).v !== version) return { problem: 'another version of exops wrote it' };
  const result = v.safeParse(schema, value);
  if (!result.success) return { problem: problemOf(result.issues[0]) };
  const { v: _, ...record } = result.output;
  return record;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function problemOf(issue: v.BaseIssue<unknown>): string {
  const path = printable(v.getDotPath(issue) ?? '');
  const isOurs = /^is (no|too) /.test(issue.message);
  return `${path} ${isOurs ? issue.message : 'is not as exops writes it'}`;
}

function isStamp(text: string): boolean {
  const time = new Date(text);
  return !Number.isNaN(time.getTime()) && time.toISOString() === text;
}
