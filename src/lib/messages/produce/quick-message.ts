import { isUtf8 } from 'node:buffer';
import type { Header } from '../../kafka/records/model.js';
import type { MessageOfLine } from './message-of-line.js';

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** What a byte behind a backslash stands for; 0 has the line read in the usual way. */
const escapes = new Uint8Array(256);
for (const [letter, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  escapes[letter?.charCodeAt(0) ?? 0] = meant?.charCodeAt(0) ?? 0;

/** A text inside of a line, without its quotes. */
interface Span {
  readonly start: number;
  readonly end: number;
  readonly hasEscapes: boolean;
}

interface HeaderSpan {
  readonly key: Span;
  readonly value: Span | null;
}

const named = (name: string) => Buffer.from(`"${name}":`);
const topicName = named('topic');
const partitionName = named('partition');
const offsetName = named('offset');
const timestampName = named('timestamp');
const keyName = named('key');
const valueName = named('value');
const headersName = named('headers');
const nullWord = Buffer.from('null');

/**
 * The message of a line as peek prints almost all of them: fields in peek's order, no spaces, plain texts. It is what
 * `messageOfLine` makes of the line, several times sooner; undefined for any other line, right or wrong.
 * @param line is written over where it is read: texts lose their backslashes
 */
export function quickMessage(line: Buffer, now: number): MessageOfLine | undefined {
  return new QuickLine(line).read(now);
}

/** One message after the other has the same headers, as a rule. */
let lastKey = { text: '', bytes: Buffer.alloc(0) };

/** Goes through a line once; what it isn't made for clears `#isFit`, and the rest of what it says is void then. */
class QuickLine {
  readonly #line: Buffer;
  #at = 0;
  #isFit = true;
  /** All bytes of texts together: below 0x80 none of them is. */
  #bits = 0;

  constructor(line: Buffer) {
    this.#line = line;
  }

  read(now: number): MessageOfLine | undefined {
    const line = this.#line;
    if (!this.#takes(0x7b)) return undefined;
    if (this.#field(topicName)) this.#text();
    const partition = this.#field(partitionName) ? this.#number() : undefined;
    if (this.#field(offsetName)) this.#number();
    const timestamp = this.#field(timestampName) ? this.#number() : now;
    const key = this.#field(keyName) ? this.#textOrNull() : null;
    if (!this.#field(valueName)) return undefined;
    const value = this.#textOrNull();
    const headers = this.#field(headersName) ? this.#headers() : [];
    if (!this.#takes(0x7d) || !this.#isFit || this.#at !== line.length) return undefined;
    if (this.#bits >= 0x80 && !isUtf8(line)) return undefined;
    return {
      timestamp: BigInt(timestamp),
      key: this.#bytes(key),
      value: this.#bytes(value),
      headers: headers.map((header) => this.#header(header)),
      partition,
    };
  }

  #takes(byte: number): boolean {
    if (this.#line[this.#at] !== byte) return false;
    this.#at += 1;
    return true;
  }

  #takesWord(word: Buffer, from: number): boolean {
    if (!this.#is(word, from)) return false;
    this.#at = from + word.length;
    return true;
  }

  #is(word: Buffer, from: number): boolean {
    const line = this.#line;
    for (let index = 0; index < word.length; index++) if (line[from + index] !== word[index]) return false;
    return true;
  }

  /** The name of a field, behind the comma that follows the one before. */
  #field(name: Buffer): boolean {
    const isFirst = this.#line[this.#at - 1] === 0x7b;
    if (!isFirst && this.#line[this.#at] !== comma) return false;
    return this.#takesWord(name, this.#at + (isFirst ? 0 : 1));
  }

  /** A whole one from 0 that JavaScript keeps, as JSON writes it. */
  #number(): number {
    const start = this.#at;
    let value = 0;
    for (let digit = this.#digit(); digit >= 0 && digit <= 9; digit = this.#digit()) {
      value = value * 10 + digit;
      this.#at += 1;
    }
    const digits = this.#at - start;
    if (digits === 0 || digits > 15 || (digits > 1 && this.#line[start] === 0x30)) this.#isFit = false;
    return value;
  }

  #digit(): number {
    return (this.#line[this.#at] ?? 0) - 0x30;
  }

  #textOrNull(): Span | null {
    return this.#takesWord(nullWord, this.#at) ? null : this.#text();
  }

  #text(): Span {
    const line = this.#line;
    if (!this.#takes(quote)) this.#isFit = false;
    const start = this.#at;
    let at = start;
    let bits = 0;
    let hasEscapes = false;
    let byte = line[at] ?? 0;
    for (; byte !== quote && byte >= 0x20; byte = line[++at] ?? 0) {
      bits |= byte;
      if (byte !== backslash) continue;
      hasEscapes = true;
      at += 1;
      if (!escapes[line[at] ?? 0]) break;
    }
    if (byte !== quote) this.#isFit = false;
    this.#bits |= bits;
    this.#at = at + 1;
    return { start, end: at, hasEscapes };
  }

  #headers(): HeaderSpan[] {
    const headers: HeaderSpan[] = [];
    if (!this.#takes(0x5b)) this.#isFit = false;
    if (this.#takes(0x5d)) return headers;
    do {
      if (!this.#takes(0x7b) || !this.#field(keyName)) this.#isFit = false;
      const key = this.#text();
      if (key.hasEscapes) this.#isFit = false;
      const value = this.#field(valueName) ? this.#textOrNull() : null;
      if (!this.#takes(0x7d)) this.#isFit = false;
      headers.push({ key, value });
    } while (this.#isFit && this.#takes(comma));
    if (!this.#takes(0x5d)) this.#isFit = false;
    return headers;
  }

  #header({ key, value }: HeaderSpan): Header {
    const { start, end } = key;
    if (end - start !== lastKey.bytes.length || !this.#is(lastKey.bytes, start)) {
      const bytes = Buffer.from(this.#line.subarray(start, end));
      lastKey = { text: String(bytes), bytes };
    }
    return { key: lastKey.text, value: this.#bytes(value) };
  }

  #bytes(span: Span | null): Buffer | null {
    if (span === null) return null;
    const { start, end, hasEscapes } = span;
    return this.#line.subarray(start, hasEscapes ? this.#unescape(start, end) : end);
  }

  /** @returns where the text ends then */
  #unescape(start: number, end: number): number {
    const line = this.#line;
    let to = start;
    for (let at = start; at < end; at++) {
      let byte = line[at] ?? 0;
      if (byte === backslash) {
        at += 1;
        byte = escapes[line[at] ?? 0] ?? 0;
      }
      line[to++] = byte;
    }
    return to;
  }
}
