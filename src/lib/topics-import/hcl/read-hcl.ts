import { type HclValue, readExpression } from './expression.js';
import { deepest, HclError, Scanner } from './scan.js';

/** `resource "kafka_topic" "orders" { … }` */
export interface HclBlock {
  readonly type: string;
  readonly labels: readonly string[];
  readonly line: number;
  readonly attributes: ReadonlyMap<string, HclValue>;
  readonly blocks: readonly HclBlock[];
}

export interface HclFile {
  /** The outermost ones, as far as the file could be read. */
  readonly blocks: readonly HclBlock[];
  readonly error: HclError | undefined;
}

/** Reads Terraform's language as far as its blocks and their literal values; nothing is worked out. */
export function readHcl(text: string): HclFile {
  const blocks: HclBlock[] = [];
  try {
    const scanner = new Scanner(text.replace(/^\uFEFF/, ''));
    readBody(scanner, { attributes: new Map(), blocks }, 0);
    return { blocks, error: undefined };
  } catch (error) {
    if (!(error instanceof HclError)) throw error;
    return { blocks, error };
  }
}

interface Body {
  readonly attributes: Map<string, HclValue>;
  readonly blocks: HclBlock[];
}

function readBody(scanner: Scanner, body: Body, depth: number): void {
  if (depth > deepest) scanner.fail('nested too deeply');
  for (;;) {
    scanner.skipBlank(true);
    if (scanner.isAtEnd) {
      if (depth > 0) scanner.fail('a block has no end');
      return;
    }
    if (depth > 0 && scanner.next === '}') {
      scanner.at++;
      return;
    }
    readItem(scanner, body, depth);
  }
}

const identifier = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;

function readItem(scanner: Scanner, body: Body, depth: number): void {
  const line = scanner.lineOf(scanner.at);
  const type = scanner.take(identifier) ?? scanner.fail('a block or an attribute was expected');
  scanner.skipBlank(false);
  if (scanner.take(/=(?!=)/y) !== undefined) {
    body.attributes.set(type, readExpression(scanner));
    return;
  }
  const labels = readLabels(scanner);
  if (scanner.take(/\{/y) === undefined) scanner.fail('"{" or "=" was expected');
  const inner = { attributes: new Map<string, HclValue>(), blocks: [] };
  readBody(scanner, inner, depth + 1);
  body.blocks.push({ type, labels, line, ...inner });
}

function readLabels(scanner: Scanner): readonly string[] {
  const labels: string[] = [];
  for (;;) {
    scanner.skipBlank(false);
    const start = scanner.at;
    if (scanner.next === '"') {
      scanner.skipString();
      labels.push(scanner.text.slice(start + 1, scanner.at - 1));
      continue;
    }
    const label = scanner.take(identifier);
    if (label === undefined) return labels;
    labels.push(label);
  }
}
