import * as v from 'valibot';
import { listsForMaps } from './lists-for-maps.js';
import { didYouMean } from './nearest.js';
import { InvalidFileError, type Problem } from './problem.js';
import type { Path, YamlFile } from './yaml-file.js';

/** What a schema calls its values in messages: `a whole number`, `a list of names`. */
export type Schema = v.GenericSchema;

export interface ValidateOptions {
  /** Words that an unknown key at this place may have been meant to be, beside the schema's own keys. */
  readonly alsoKnown?: (path: Path) => Iterable<string>;
  /** A message of its own for an unknown key; undefined leaves it to the nearest known one. */
  readonly unknownKey?: (path: Path, key: string) => string | undefined;
}

/**
 * The file's value as the schema describes it.
 * @throws InvalidFileError with every problem at its place
 */
export function validate<TSchema extends Schema>(
  file: YamlFile,
  schema: TSchema,
  options: ValidateOptions = {},
): v.InferOutput<TSchema> {
  const result = v.safeParse(schema, file.value);
  const lists = listsForMaps(file.value, result.output);
  if (result.success && lists.length === 0) return result.output;
  const issues = (result.issues ?? [])
    .flatMap(deepest)
    .filter((issue) => !lists.some((path) => isWithin(pathOf(issue), path)))
    .flatMap((issue) => (isUnknownKey(issue) ? allUnknownKeys(schema, issue) : [issue]));
  throw new InvalidFileError([
    ...lists.map((path) => listProblem(file, path)),
    ...issues.map((issue) => problemOf(file, schema, issue, options)),
  ]);
}

function listProblem(file: YamlFile, path: Path): Problem {
  return file.problem(file.positionOf(path), `${named(path)}expected ${typeWord('Object')}, got a list`);
}

function isWithin(path: Path, outer: Path): boolean {
  return outer.every((step, index) => String(step) === String(path[index]));
}

type Issue = v.BaseIssue<unknown>;

/** A union's own issue says little; the branch that came furthest says what was meant. Its paths begin at the union. */
function deepest(issue: Issue): Issue[] {
  if (issue.type !== 'union' || issue.issues === undefined) return [issue];
  const inner = (issue.issues as Issue[]).find(({ path }) => path !== undefined && !isKeyOfList(path[0]));
  if (inner?.path === undefined) return [issue];
  const path = [...(issue.path ?? []), ...inner.path] as unknown as typeof inner.path;
  return deepest({ ...inner, path });
}

/** To valibot a list is an object, too, with keys that nobody wrote. */
function isKeyOfList({ type, input }: v.IssuePathItem): boolean {
  return type === 'object' && Array.isArray(input);
}

/** valibot stops at an object's first unknown key; the others are as wrong. */
function allUnknownKeys(schema: Schema, issue: Issue): Issue[] {
  const last = issue.path?.at(-1);
  const known = keysAt(schema, pathOf(issue).slice(0, -1));
  if (last === undefined || issue.path === undefined || known.length === 0) return [issue];
  const parents = issue.path.slice(0, -1);
  return Object.keys(last.input as object)
    .filter((key) => key === last.key || !known.includes(key))
    .map((key) => ({ ...issue, path: [...parents, { ...last, key }] as unknown as typeof parents }) as Issue);
}

function pathOf(issue: Issue): Path {
  return (issue.path ?? []).map((item) => item.key as string | number);
}

function problemOf(file: YamlFile, schema: Schema, issue: Issue, options: ValidateOptions): Problem {
  const path = pathOf(issue);
  const key = String(path.at(-1) ?? '');
  if (isUnknownKey(issue)) {
    const parent = path.slice(0, -1);
    const known = [...keysAt(schema, parent), ...(options.alsoKnown?.(parent) ?? [])];
    const message =
      options.unknownKey?.(parent, key) ?? `unknown key ${JSON.stringify(key)}${didYouMean(key, known)}`;
    return file.problem(file.positionOfKey(path), message);
  }
  if (issue.received === 'undefined' && path.length > 0) {
    return file.problem(file.positionOfKey(path.slice(0, -1)), `"${key}" is missing`);
  }
  return file.problem(file.positionOf(path), `${named(path)}${wanted(issue)}`);
}

function named(path: Path): string {
  const key = String(path.at(-1) ?? '');
  return key === '' ? '' : `${/^\d+$/.test(key) ? 'item' : key}: `;
}

function isUnknownKey(issue: Issue): boolean {
  return issue.type === 'strict_object' && issue.expected === 'never';
}

/** Messages that schemas bring along are whole sentences; the others are built from what was expected. */
function wanted(issue: Issue): string {
  if (issue.type !== 'strict_object' && issue.type !== 'record') {
    const isOurs = !issue.message.startsWith('Invalid ');
    if (isOurs) return issue.message;
  }
  return `expected ${typeWord(issue.expected ?? '')}, got ${shown(issue.input)}`;
}

function typeWord(expected: string): string {
  const words: Record<string, string> = {
    Object: 'keys with values',
    Array: 'a list',
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    null: 'nothing',
  };
  const kinds = expected.replace(/^\((.*)\)$/, '$1').split(' | ');
  return kinds.map((kind) => words[kind] ?? kind).join(' or ');
}

function shown(input: unknown): string {
  if (input === null) return 'nothing';
  if (Array.isArray(input)) return 'a list';
  if (typeof input === 'object') return 'keys with values';
  return JSON.stringify(input) ?? String(input);
}

interface AnyEntries {
  readonly entries?: Readonly<Record<string, Schema>>;
  readonly value?: Schema;
  readonly wrapped?: Schema;
  readonly item?: Schema;
  readonly options?: readonly Schema[];
}

function keysAt(schema: Schema, path: Path): string[] {
  const here = schema as Schema & AnyEntries;
  if (here.wrapped !== undefined) return keysAt(here.wrapped, path);
  if (Array.isArray(here.options)) return here.options.flatMap((option) => keysAt(option, path));
  const [step, ...rest] = path;
  if (step === undefined) return Object.keys(here.entries ?? {});
  const next = here.entries?.[String(step)] ?? here.value ?? here.item;
  return next === undefined ? [] : keysAt(next, rest);
}
