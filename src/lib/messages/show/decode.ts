import { isUtf8 } from 'node:buffer';
import { escapeActive } from '../../terminal/active-characters.js';
import { jsonText } from '../../terminal/document.js';

export const decodings = ['json', 'string', 'hex', 'base64'] as const;

/** How bytes are shown; `auto` as text where they are UTF-8, as base64 (in lines) or hex (on a screen) where not. */
export type Decoding = (typeof decodings)[number] | 'auto';

/** What is UTF-8 is shown as the text that it is. */
export function isShownAsText(decoding: Decoding): boolean {
  return decoding === 'auto' || decoding === 'string';
}

/** Bytes in one line of JSON. */
export interface JsonField {
  /** What stands behind the colon. */
  readonly json: string;
  /** Undefined for a text in UTF-8. */
  readonly encoding: 'json' | 'hex' | 'base64' | undefined;
}

/** What isn't JSON is shown as with `auto`, which loses nothing; `string` replaces what isn't UTF-8. */
export function jsonField(bytes: Buffer | null, decoding: Decoding): JsonField {
  if (bytes === null) return { json: 'null', encoding: undefined };
  if (decoding === 'hex' || decoding === 'base64') return packed(bytes, decoding);
  if (decoding === 'json') {
    const json = jsonOf(bytes);
    if (json !== undefined) return { json, encoding: 'json' };
  }
  if (decoding === 'string' || isUtf8(bytes))
    return { json: jsonText(bytes.toString('utf8')), encoding: undefined };
  return packed(bytes, 'base64');
}

function packed(bytes: Buffer, encoding: 'hex' | 'base64'): JsonField {
  return { json: `"${bytes.toString(encoding)}"`, encoding };
}

/** As it was written, which keeps every digit, and on one line. */
function jsonOf(bytes: Buffer): string | undefined {
  if (!isUtf8(bytes)) return undefined;
  const text = bytes.toString('utf8');
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  // Between tokens only: a string has them escaped.
  return escapeActive(text.replace(/[\r\n\t]+/g, ' ').trim());
}
