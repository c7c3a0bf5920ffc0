import { wrap } from './wrap.js';

/** A text broken between words into lines of at most `width` columns, with its own indentation and two more behind the first. */
export function hanging(text: string, width: number): readonly string[] {
  const own = /^ */.exec(text)?.[0] ?? '';
  const indent = `${own}  `;
  const [first = '', ...rest] = wrap(text.trimStart(), Math.max(20, width - indent.length));
  return [`${own}${first}`, ...rest.map((line) => `${indent}${line}`)];
}
