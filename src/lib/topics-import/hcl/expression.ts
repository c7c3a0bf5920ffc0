import { deepest, type Scanner } from './scan.js';

/** What an attribute is: a literal, or an expression as it is written, which only Terraform can work out. */
export type HclValue = { readonly line: number } & (
  | { readonly text: string }
  | { readonly map: readonly (readonly [key: string, value: HclValue])[] }
  | { readonly list: readonly HclValue[] }
  | { readonly expression: string }
);

/** Reads the expression that begins here, to the end of its line or what encloses it. */
export function readExpression(scanner: Scanner, depth = 0): HclValue {
  scanner.skipBlank(false);
  const start = scanner.at;
  const line = scanner.lineOf(start);
  if (depth > deepest) scanner.fail('nested too deeply');
  const literal = readLiteral(scanner, depth);
  scanner.skipBlank(false);
  if (literal !== undefined && isEnd(scanner)) return { line, ...literal };
  scanner.at = start;
  skipExpression(scanner);
  const expression = scanner.text.slice(start, scanner.at).trim().replace(/\s+/g, ' ');
  if (expression === '') scanner.fail('a value is missing', start);
  return { line, expression };
}

type Literal =
  | { readonly text: string }
  | { readonly map: readonly (readonly [string, HclValue])[] }
  | { readonly list: readonly HclValue[] };

function readLiteral(scanner: Scanner, depth: number): Literal | undefined {
  switch (scanner.next) {
    case '"':
      return readString(scanner);
    case '{':
      return readObject(scanner, depth);
    case '[':
      return readTuple(scanner, depth);
    default: {
      const text = scanner.take(/(?:true|false|-?\d+(?:\.\d+)?)(?![\w.])/y);
      return text === undefined ? undefined : { text };
    }
  }
}

function readString(scanner: Scanner): { readonly text: string } | undefined {
  const start = scanner.at;
  scanner.skipString();
  const raw = scanner.text.slice(start + 1, scanner.at - 1);
  const isTemplate = /(?<![$])\$\{|(?<!%)%\{/.test(raw);
  return isTemplate ? undefined : { text: unescaped(raw) };
}

function unescaped(raw: string): string {
  const short: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };
  return raw.replace(
    /\\u([\dA-Fa-f]{4})|\\(.)|\$(\$\{)|%(%\{)/g,
    (_, code: string | undefined, one: string | undefined, dollar?: string, percent?: string) => {
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
      return one === undefined ? (dollar ?? percent ?? '') : (short[one] ?? one);
    },
  );
}

/** Undefined for what isn't keys and values, as `{ for … }`. */
function readObject(scanner: Scanner, depth: number): Literal | undefined {
  const map: [string, HclValue][] = [];
  scanner.at++;
  for (;;) {
    scanner.take(/[\s,]+/y);
    scanner.skipBlank(true);
    if (scanner.next === '}') {
      scanner.at++;
      return { map };
    }
    if (scanner.next === ',') continue;
    const key = readKey(scanner);
    scanner.skipBlank(false);
    if (key === undefined || scanner.take(/=(?![=>])|:/y) === undefined) return undefined;
    map.push([key, readExpression(scanner, depth + 1)]);
  }
}

function readKey(scanner: Scanner): string | undefined {
  if (scanner.next === '"') return readString(scanner)?.text;
  return scanner.take(/[A-Za-z_][\w-]*/y);
}

function readTuple(scanner: Scanner, depth: number): Literal | undefined {
  const list: HclValue[] = [];
  scanner.at++;
  for (;;) {
    scanner.take(/[\s,]+/y);
    scanner.skipBlank(true);
    if (scanner.isAtEnd) return undefined;
    if (scanner.next === ']') {
      scanner.at++;
      return { list };
    }
    if (scanner.next === ',') continue;
    if (scanner.next === '}' || scanner.next === ')') return undefined;
    list.push(readExpression(scanner, depth + 1));
  }
}

function isEnd(scanner: Scanner): boolean {
  return scanner.isAtEnd || /[\n,}\])]/.test(scanner.next);
}

function skipExpression(scanner: Scanner): void {
  let open = 0;
  while (!scanner.isAtEnd && !(open === 0 && isEnd(scanner))) {
    if (skipWhole(scanner, open > 0)) continue;
    if (/[([{]/.test(scanner.next)) open++;
    if (/[)\]}]/.test(scanner.next)) open--;
    scanner.at++;
  }
  if (open > 0) scanner.fail('a bracket has no end');
}

/** Over what has brackets in it that mean nothing. */
function skipWhole(scanner: Scanner, lines: boolean): boolean {
  const before = scanner.at;
  if (scanner.next === '"') scanner.skipString();
  else if (!scanner.skipHeredoc()) scanner.skipBlank(lines);
  return scanner.at > before;
}
