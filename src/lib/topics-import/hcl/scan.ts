/** A file of Terraform isn't what its language allows; lines count from 1. */
export class HclError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.line = line;
  }
}

/** Deeper than anything written by hand, and not as deep as our own stack. */
export const deepest = 100;

/** A text with a place in it, and steps over what stands there. @see https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
export class Scanner {
  readonly text: string;
  at = 0;
  readonly #lineStarts: readonly number[];

  constructor(text: string) {
    this.text = text;
    this.#lineStarts = [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string {
    return this.text.charAt(this.at);
  }

  lineOf(position: number): number {
    let low = 0;
    let high = this.#lineStarts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= position) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  fail(message: string, position = this.at): never {
    throw new HclError(message, this.lineOf(position));
  }

  /** What a pattern with the flag `y` matches here, stepped over. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** Spaces and comments, and with `lines` the ends of lines, too. */
  skipBlank(lines: boolean): void {
    while (!this.isAtEnd) {
      if (this.take(lines ? /\s+/y : /[^\S\n]+/y) !== undefined) continue;
      if (this.take(/#[^\n]*|\/\/[^\n]*/y) !== undefined) continue;
      if (!this.text.startsWith('/*', this.at)) return;
      const end = this.text.indexOf('*/', this.at + 2);
      if (end < 0) this.fail('a comment has no end');
      this.at = end + 2;
    }
  }

  /** From the opening quote to behind the closing one, over what `${…}` holds. */
  skipString(depth = 0): void {
    const start = this.at++;
    if (depth > deepest) this.fail('nested too deeply');
    while (!this.isAtEnd) {
      if (this.take(/[^"\\$%\n]+/y) !== undefined) continue;
      if (this.take(/\\.|\$\$\{|%%\{|[$%](?!\{)/y) !== undefined) continue;
      if (this.next === '"') {
        this.at++;
        return;
      }
      if (this.take(/[$%]\{/y) === undefined) break;
      this.#skipTemplate(depth + 1, start);
    }
    this.fail('a text has no closing quote', start);
  }

  #skipTemplate(depth: number, start: number): void {
    let open = 1;
    while (!this.isAtEnd) {
      if (this.next === '"') {
        this.skipString(depth);
        continue;
      }
      if (this.next === '{') open++;
      if (this.next === '}' && --open === 0) {
        this.at++;
        return;
      }
      this.at++;
    }
    this.fail('a text has no closing quote', start);
  }

  /** `<<EOT` to the line of `EOT`; false when there is none here. */
  skipHeredoc(): boolean {
    const start = this.at;
    const mark = this.take(/<<-?[A-Za-z_][\w-]*[^\S\n]*\r?\n/y);
    if (mark === undefined) return false;
    const word = mark.replace(/^<<-?/, '').trim();
    while (!this.isAtEnd) {
      const line = this.take(/[^\n]*\n?/y) ?? '';
      if (line.trim() === word) {
        // The end of its line also ends the expression.
        if (line.endsWith('\n')) this.at--;
        return true;
      }
    }
    this.fail(`<<${word} has no end`, start);
  }
}
