/** What to do with the bytes of a text. */
export interface ByteKinds {
  /** By its value: one of `byteKind`, or a letter that is to be written after a backslash in its place. */
  readonly of: Uint8Array;
  /** All bits where a quote and a backslash are such, none where they aren't. */
  readonly quotes: number;
}

export const byteKind = {
  plain: 0,
  /** Part of a character of several bytes, which stays as it is. */
  ofSeveral: 1,
  /** It isn't shown as it is, or begins a character that may not be. */
  special: 2,
} as const;

/** Whether each of the four bytes is plain. False as well for some that are. https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord */
export function areAllPlain(word: number, { quotes }: ByteKinds): boolean {
  const quote = (word ^ 0x22222222) - 0x01010101;
  const backslash = (word ^ 0x5c5c5c5c) - 0x01010101;
  const others = word | (word - 0x20202020) | (word + 0x01010101);
  return ((others | ((quote | backslash) & quotes)) & 0x80808080) === 0;
}

/** What begins characters that a terminal acts on, as `printable` and `escapeActive` know them: C1, bidi and line marks. */
const leads = [0xc2, 0xd8, 0xe2];
const lineEnds = { '\n': 'n', '\r': 'r', '\t': 't' } as const;

/** In a string of JSON, so that it is harmless on a terminal, too. */
export const inJson: ByteKinds = {
  of: kindsOfBytes({ ...lineEnds, '\b': 'b', '\f': 'f', '"': '"', '\\': '\\' }),
  quotes: -1,
};

/** As `printable` has it. */
export const inPrintable: ByteKinds = { of: kindsOfBytes(lineEnds), quotes: 0 };

function kindsOfBytes(letters: Readonly<Record<string, string>>): Uint8Array {
  const kinds = Uint8Array.from({ length: 256 }, (_, byte) => {
    if (byte >= 0x80) return byteKind.ofSeveral;
    return byte < 0x20 || byte === 0x7f ? byteKind.special : byteKind.plain;
  });
  for (const lead of leads) kinds[lead] = byteKind.special;
  for (const [character, letter] of Object.entries(letters))
    kinds[character.charCodeAt(0)] = letter.charCodeAt(0);
  return kinds;
}
