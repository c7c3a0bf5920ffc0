import { InvalidFileError, type Problem } from '../yaml/problem.js';
import type { TextFile } from '../yaml/text-file.js';
import { parseYaml, type YamlFile } from '../yaml/yaml-file.js';

/** One document of a file, or what is wrong with it. */
export type ParsedDocument =
  | { readonly file: YamlFile }
  | { readonly problem: Pick<Problem, 'line' | 'message'> };

/** YAML allows a line that begins so nowhere but between documents, not even within a text. */
const documentMark = /^---(?=\s|$)/m;

/** The documents of a YAML or JSON text, each with the lines that it has in the whole file; empty ones are left out. */
export function documentsOf({ name, text }: TextFile): readonly ParsedDocument[] {
  let line = 0;
  return withoutTabs(text)
    .split(documentMark)
    .flatMap((part, index) => {
      const before = line;
      line += part.split('\n').length - 1;
      if (isEmpty(part)) return [];
      // What stands behind the mark on its own line belongs to the document.
      return [parse({ name, text: index === 0 ? part : `   ${part}` }, before)];
    });
}

/** JSON may be indented with tabs, and YAML not. */
function withoutTabs(text: string): string {
  if (!/^\s*[{[]/.test(text)) return text;
  return text.replace(/^[ \t]+/gm, (indent) => ' '.repeat(indent.length));
}

function isEmpty(part: string): boolean {
  return part.split('\n').every((line) => /^\s*(#.*|\.\.\.\s*|%.*)?$/.test(line));
}

/** Much deeper than anything written by hand; the parser takes seconds to refuse what is deeper still. */
const deepest = 500;

function isTooDeep(text: string): boolean {
  if (/(?:[-?][ \t]+){200}/.test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    if (depth > deepest) return true;
  }
  return false;
}

function parse(part: TextFile, before: number): ParsedDocument {
  if (isTooDeep(part.text)) return { problem: { line: before + 1, message: 'nested too deeply' } };
  try {
    return { file: lowered(parseYaml(part), before) };
  } catch (error) {
    if (!(error instanceof InvalidFileError)) throw error;
    const [first] = [...error.problems].sort((a, b) => a.line - b.line);
    if (first === undefined) throw error;
    return { problem: { line: first.line + before, message: first.message } };
  }
}

function lowered(file: YamlFile, lines: number): YamlFile {
  if (lines === 0) return file;
  const lower = <Placed extends { readonly line: number }>(placed: Placed) => ({
    ...placed,
    line: placed.line + lines,
  });
  return {
    ...file,
    positionOf: (path) => lower(file.positionOf(path)),
    positionOfKey: (path) => lower(file.positionOfKey(path)),
  };
}
