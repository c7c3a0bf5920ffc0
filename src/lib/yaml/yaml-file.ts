import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
  type YAMLMap,
} from 'yaml';
import { messageOf } from '../errors.js';
import { InvalidFileError, type Position, type Problem } from './problem.js';
import type { TextFile } from './text-file.js';

export type Path = readonly (string | number)[];

/** A YAML file that knows where each of its values stands. */
export interface YamlFile {
  readonly name: string;
  /** The whole file as plain values. */
  readonly value: unknown;
  /** Where the value at a path stands; the nearest enclosing one when there is nothing at the path itself. */
  positionOf(path: Path): Position;
  positionOfKey(path: Path): Position;
  /** A scalar as it is written, so that a long number keeps its digits. */
  textOf(path: Path): string | undefined;
  problem(position: Position, message: string): Problem;
}

interface ParsedText {
  readonly text: string;
  readonly document: Document.Parsed;
  readonly lineCounter: LineCounter;
}

let searched: ParsedText | undefined;

/** The document in a text, whatever is wrong with it; `parseYaml` goes on with it when it is given the same text next. */
export function searchYaml(text: string): Document.Parsed {
  searched = parse(text);
  return searched.document;
}

function parse(text: string): ParsedText {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    merge: true,
    logLevel: 'error',
    // A topic called 1.10 is not 1.1.
    stringKeys: true,
    // The library compares every key with every other; `repeatedKeys` doesn't.
    uniqueKeys: false,
  });
  return { text, document, lineCounter };
}

/**
 * Parses one YAML document.
 * @throws InvalidFileError
 */
export function parseYaml({ name, text }: TextFile): YamlFile {
  const { document, lineCounter } = searched?.text === text ? searched : parse(text);
  searched = undefined;
  const lines = text.split(/\r?\n/);
  const problem = (position: Position, message: string): Problem => ({
    ...position,
    file: name,
    text: lines[position.line - 1] ?? '',
    message,
  });
  const at = (from: number, to: number): Position => positionAt(lineCounter, text, from, to);

  const rangeOf = (node: Node | null | undefined): Position => {
    const [from, to] = node?.range ?? [0, 0];
    return at(from, to);
  };
  const faults = [...document.errors, ...document.warnings];
  const problems = [
    ...faults.map((fault) => problem(at(...fault.pos), say(fault))),
    ...repeatedKeys(document).map((key) => problem(rangeOf(key), 'this key stands here twice')),
  ];
  if (problems.length > 0) throw new InvalidFileError(problems);
  return {
    name,
    value: plainValue(
      document,
      (message, node) => new InvalidFileError([problem(rangeOf(node), `not valid YAML: ${message}`)]),
    ),
    positionOf: (path) => rangeOf(walk(document, path).value),
    positionOfKey: (path) => {
      const { key, value } = walk(document, path);
      return rangeOf(key ?? value);
    },
    textOf: (path) => {
      const { value, isExact } = walk(document, path);
      return isExact && isScalar(value) ? value.source : undefined;
    },
    problem,
  };
}

/** How often what anchors stand for may be repeated: a manifest's thousands of topics, but no bomb. */
const maxAliasCount = 20_000;

function plainValue(document: Document, invalid: (message: string, node?: Node) => Error): unknown {
  try {
    return document.toJS({ maxAliasCount }) as unknown;
  } catch (error) {
    throw invalid(messageOf(error), unresolvedAlias(document));
  }
}

/** Keys that stand in their map already. */
function repeatedKeys(document: Document): Node[] {
  const repeated: Node[] = [];
  visit(document, {
    Map: (_, map) => {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key) || key.value === '<<') continue;
        if (seen.has(String(key.value))) repeated.push(key);
        seen.add(String(key.value));
      }
    },
  });
  return repeated;
}

function unresolvedAlias(document: Document): Node | undefined {
  let found: Node | undefined;
  visit(document, {
    Alias: (_, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

function positionAt(lineCounter: LineCounter, text: string, from: number, to: number): Position {
  const { line, col } = lineCounter.linePos(from);
  const firstLine = text.slice(from, to).split(/\r?\n/, 1)[0] ?? '';
  return {
    line: Math.max(1, line),
    column: Math.max(1, col),
    length: Math.max(1, firstLine.trimEnd().length),
  };
}

interface Found {
  readonly key: Node | undefined;
  readonly value: Node | null;
  readonly isExact: boolean;
}

function walk(document: Document, path: Path): Found {
  let key: Node | undefined;
  let node: Node | null = document.contents;
  for (const step of path) {
    const next = child(document, node, step);
    if (next === undefined) return { key, value: node, isExact: false };
    key = next.key;
    node = next.value ?? next.key ?? node;
  }
  return { key, value: node, isExact: true };
}

function child(
  document: Document,
  parent: Node | null,
  step: string | number,
): { key: Node | undefined; value: Node | null } | undefined {
  const node = isAlias(parent) ? (parent.resolve(document) ?? null) : parent;
  if (isSeq(node)) {
    const item = node.items[Number(step)];
    return item === undefined ? undefined : { key: undefined, value: item as Node };
  }
  if (!isMap(node)) return undefined;
  const pair = pairsByKey(node).get(String(step));
  return pair === undefined ? undefined : { key: pair.key as Node, value: pair.value as Node | null };
}

const indexed = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

/** A manifest of thousands of topics is asked for the place of each of them. */
function pairsByKey(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = indexed.get(map);
  if (known !== undefined) return known;
  const pairs = map.items.filter((pair) => isScalar(pair.key));
  const byKey = new Map(pairs.map((pair) => [String((pair.key as Scalar).value), pair] as const));
  indexed.set(map, byKey);
  return byKey;
}

function say(fault: YAMLError): string {
  switch (fault.code) {
    case 'TAB_AS_INDENT':
      return 'tabs can not indent YAML: use spaces';
    case 'MULTIPLE_DOCS':
      return 'a second document begins here: write one document a file';
    default:
      return `not valid YAML: ${fault.message.split('\n', 1)[0]}`;
  }
}
