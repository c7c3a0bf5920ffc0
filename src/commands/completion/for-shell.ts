import type { Candidate } from './candidates.js';

export type Shell = 'bash' | 'zsh' | 'fish';

/** A word as it stands on a command line, and what it means. */
export interface ShellWord {
  readonly raw: string;
  readonly text: string;
  /** The quote that is open at its end. */
  readonly quote: '' | "'" | '"';
}

const parts = /'[^']*'?|"(?:\\.|[^"\\])*\\?"?|\\.?|[^'"\\]+/gs;

/** Reads quotes and backslashes as bash does, and evaluates nothing: `$HOME` means itself. */
export function readShellWord(written: string): ShellWord {
  // Nothing is behind it yet.
  const raw = /^(?:\\.|[^\\])*\\$/s.test(written) && !written.includes("'") ? written.slice(0, -1) : written;
  let text = '';
  let quote: ShellWord['quote'] = '';
  for (const [part] of raw.matchAll(parts)) {
    quote = openIn(part);
    text += meaningOf(part);
  }
  return { raw, text, quote };
}

function openIn(part: string): ShellWord['quote'] {
  if (/^'[^']*$/.test(part)) return "'";
  return /^"(?:\\.|[^"\\])*\\?$/s.test(part) ? '"' : '';
}

/** In double quotes a backslash stands for itself, but before these. */
function meaningOf(part: string): string {
  const inner = part.slice(1, openIn(part) === '' ? -1 : undefined);
  if (part.startsWith("'")) return inner;
  if (part.startsWith('"')) return inner.replace(/\\(["$`\\])/g, '$1');
  return part.startsWith('\\') ? part.slice(1) : part;
}

/**
 * Lines for a completion script.
 * - bash takes words literally: they go on from what is typed, quoted as that is
 * - zsh quotes by itself, and has a colon before the description
 * - fish quotes by itself, and has a tab there
 */
export function linesFor(
  shell: Shell | undefined,
  all: readonly Candidate[],
  typed: ShellWord,
): readonly string[] {
  if (shell === 'bash') return all.flatMap(({ word }) => continued(typed, word) ?? []);
  if (shell === 'zsh')
    return all.map(
      ({ word, description }) =>
        `${word.replace(/[\\:]/g, '\\$&')}${description === '' ? '' : `:${description}`}`,
    );
  return all.map(({ word, description }) => (description === '' ? word : `${word}\t${description}`));
}

function continued({ raw, text, quote }: ShellWord, word: string): string | undefined {
  const rest = word.slice(text.length);
  if (quote === "'") return raw + rest.replaceAll("'", `'\\''`);
  // Not even a backslash keeps bash from looking for an old command there.
  if (quote === '"') return rest.includes('!') ? undefined : raw + rest.replace(/["$`\\]/g, '\\$&');
  return raw + rest.replace(/[^\p{L}\p{N}_.,/:@%+=-]/gu, '\\$&');
}
