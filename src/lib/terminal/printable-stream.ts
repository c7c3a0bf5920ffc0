import { Transform } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { printable } from './printable.js';

/** Lines, tabs and colours of text from outside go through; whatever else would drive a terminal is made visible. */
export function printableStream(): Transform {
  const decoder = new StringDecoder('utf8');
  let held = '';
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      const text = held + decoder.write(chunk);
      // A colour may come in two pieces.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is looked for
      held = /\u001b(?:\[[0-9;]{0,20})?$/.exec(text)?.[0] ?? '';
      done(null, shown(text.slice(0, text.length - held.length)));
    },
    flush(done) {
      done(null, shown(held + decoder.end()));
    },
  });
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes are what is looked for
const kept = /(\u001b\[[0-9;]*m|\r?\n|\t)/;

function shown(text: string): string {
  return text
    .split(kept)
    .map((part, index) => (index % 2 === 0 ? printable(part) : part))
    .join('');
}
