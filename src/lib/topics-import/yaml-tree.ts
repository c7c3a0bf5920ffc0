import type { Path, YamlFile } from '../yaml/yaml-file.js';
import type { Given, Place } from './model.js';

/** A value of a YAML or JSON document that knows where it stands. */
export interface Tree {
  readonly file: YamlFile;
  readonly path: Path;
  readonly value: unknown;
}

/** What stands under a key; undefined where there is no such key, or nothing under it. */
export function child(tree: Tree | undefined, key: string): Tree | undefined {
  if (tree === undefined || !isMap(tree.value) || !Object.hasOwn(tree.value, key)) return undefined;
  const value = tree.value[key];
  return value === null || value === undefined ? undefined : { ...tree, path: [...tree.path, key], value };
}

/** The entries of a map; none of anything else. */
export function entries(tree: Tree | undefined): readonly (readonly [key: string, Tree])[] {
  if (tree === undefined || !isMap(tree.value)) return [];
  return Object.entries(tree.value).map(
    ([key, value]) => [key, { ...tree, path: [...tree.path, key], value }] as const,
  );
}

/** The items of a list; none of anything else. */
export function items(tree: Tree | undefined): readonly Tree[] {
  if (tree === undefined || !Array.isArray(tree.value)) return [];
  return tree.value.map((value: unknown, index) => ({ ...tree, path: [...tree.path, index], value }));
}

export function placeOf({ file, path }: Tree): Place {
  return { file: file.name, line: file.positionOfKey(path).line };
}

/** A text, and nothing else. */
export function textIn(tree: Tree | undefined): string | undefined {
  return typeof tree?.value === 'string' ? tree.value : undefined;
}

/** A scalar as it is written, a list of scalars with commas between. */
export function given(tree: Tree): Given {
  const at = placeOf(tree);
  const { value } = tree;
  if (value === null || value === undefined) return { at, untold: 'has no value' };
  if (Array.isArray(value)) return givenList(tree, at);
  const text = scalarText(tree);
  return text === undefined ? { at, untold: 'is no single value' } : givenText(at, text);
}

/** A placeholder isn't the value itself. */
export function givenText(at: Place, text: string): Given {
  return /\$\{|\{\{|\$\(|\{%/.test(text)
    ? { at, untold: 'is filled in elsewhere', advice: 'Import what the template renders to.' }
    : { at, text };
}

function givenList(tree: Tree, at: Place): Given {
  const texts = items(tree).map(scalarText);
  const known = texts.filter((text) => text !== undefined);
  return known.length === texts.length
    ? givenText(at, known.join(','))
    : { at, untold: 'is no list of single values' };
}

function scalarText({ file, path, value }: Tree): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return undefined;
  const written = file.textOf(path);
  // An anchor's number is known by its value alone, and a long one has lost digits there.
  return written ?? (Number.isInteger(value) && !Number.isSafeInteger(value) ? undefined : String(value));
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
