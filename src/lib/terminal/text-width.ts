import { eastAsianWidth } from 'get-east-asian-width';

const plain = /^[\x20-\x7e]*$/;
const joiner = '\u200d';
const withoutWidth = /\p{Mark}|\p{Default_Ignorable_Code_Point}/u;

/**
 * How many columns a text takes on a terminal. Almost every text here is plain, so the tables of wide characters are
 * asked only for the others.
 */
export function textWidth(text: string): number {
  if (plain.test(text)) return text.length;
  let width = 0;
  let isJoined = false;
  for (const character of text) {
    if (!isJoined && !withoutWidth.test(character)) width += eastAsianWidth(character.codePointAt(0) ?? 0);
    isJoined = character === joiner;
  }
  return width;
}
