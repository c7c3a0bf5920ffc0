import { printable } from '../terminal/printable.js';

const tokens = [
  /\beyJ[\w-]+(?:\.[\w-]*)*/g,
  /\bk8s-aws-v1\.[\w-]+/g,
  /(?<=\b(?:Bearer|Basic) )\S+/gi,
  /(?<=(?:token|pass(?:w(?:or)?d|phrase)?|pwd|secret|credential|(?:api|private)[_-]?key)[\w.-]*["']?\s*[=:]\s*["']?)[^\s"',;]+/gi,
  /(?<=\w:\/\/)\S+(?=@)/g,
  /(?=[\w+/=-]*[A-Z])(?=[\w+/=-]*[a-z])(?=[\w+/=-]*\d)[\w+/=-]{40,}/g,
];

const shown = 300;

/** A text without what looks like a credential. */
export function withoutTokens(text: string, instead = '…'): string {
  return tokens.reduce((rest, token) => rest.replace(token, instead), text);
}

/** A program's or server's words on one line, of bearable length, without what looks like a credential. */
export function hideTokens(text: string): string {
  return shortWords(withoutTokens(text.slice(0, 10 * shown)));
}

/** Somebody else's words on one line, of bearable length. */
export function shortWords(text: string): string {
  const line = printable(
    text
      .slice(0, 10 * shown)
      .replace(/\s+/g, ' ')
      .trim(),
  );
  return line.length > shown ? `${line.slice(0, shown)}…` : line;
}
