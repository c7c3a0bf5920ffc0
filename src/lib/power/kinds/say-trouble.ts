import { printable } from '../../terminal/printable.js';

const longestWords = 500;

/** The system's words, and what to do about them when that is known: two sentences on one line. */
export function sayTrouble(words: string, advice: string | undefined): string {
  const said = printable(words.trim()).slice(0, longestWords).replace(/\.$/, '');
  return advice === undefined ? said : `${said}. ${advice}`;
}
