import type { Readable, Writable } from 'node:stream';

/** One of the two streams that a command writes to. */
export interface Output {
  readonly isTerminal: boolean;
  /** Columns of the terminal; Infinity where nothing limits a line. */
  readonly columns: number;
  /** 0 for none, else chalk's levels. */
  readonly colorLevel: ColorLevel;
  /** The stream itself, for a spinner that moves the cursor; absent where there is none. */
  readonly stream?: NodeJS.WriteStream;
  /** Writes one line, or several. */
  line(text?: string): void;
  write(text: string): void;
}

export type ColorLevel = 0 | 1 | 2 | 3;

/** A person's answer, or why there is none. */
export type Answer = { readonly text: string } | 'end of input';

/** The keyboard and the screen as bytes, for what runs on another machine. */
export interface ByteStreams {
  readonly input: Readable;
  readonly output: Writable;
  readonly errors: Writable;
  /** Whether the keyboard is one, and not a pipe or a file. */
  readonly isInputTerminal: boolean;
  /** Whether keyboard and screen are both a terminal. */
  readonly isInteractive: boolean;
  size(): { readonly columns: number; readonly rows: number };
  /** Calls back whenever the window got another size, until the returned function is called. */
  onResize(listener: () => void): () => void;
  /** Hands every key over as it is, Ctrl-C too. The returned function restores the terminal, as every end of the process does. */
  raw(): () => void;
}

/** stdout for data, stderr for everything said to a person, and a way to ask. */
export interface Terminal {
  readonly out: Output;
  readonly err: Output;
  /** Whether somebody is there who could answer. */
  readonly canAsk: boolean;
  /** Whether this runs in a CI system: no spinner, a line a step. */
  readonly isCi: boolean;
  /** Asks on stderr. Rejects with the signal's reason when that is aborted, and with InterruptedError on Ctrl-C. */
  ask(question: string, signal: AbortSignal): Promise<Answer>;
  readonly bytes: ByteStreams;
  /** Standard input to its end, or somewhat more than `limit` bytes of it. */
  readInput(limit: number): Promise<Uint8Array>;
}
