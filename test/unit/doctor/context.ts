import type { Context } from '../../../src/context.js';
import type { Output } from '../../../src/lib/terminal/terminal.js';
import { folderWith } from '../config/folder.js';
import { noBytes } from '../terminal/no-bytes.js';
import { stillClock } from './still-clock.js';

export interface MadeUp {
  readonly context: Context;
  out(): string;
  err(): string;
}

/** A command's surroundings: pipes, or a terminal of so many columns with a person who gives these answers. */
export async function madeUp({
  columns,
  answers = [],
  files = {},
}: {
  readonly columns?: number;
  readonly answers?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
} = {}): Promise<MadeUp> {
  const cwd = await folderWith(files);
  const written = { out: '', err: '' };
  const left = [...answers];
  const output = (name: 'out' | 'err'): Output => ({
    ...{ isTerminal: columns !== undefined, columns: columns ?? Number.POSITIVE_INFINITY, colorLevel: 0 },
    line: (text = '') => {
      written[name] += `${text}\n`;
    },
    write: (text) => {
      written[name] += text;
    },
  });
  const context: Context = {
    terminal: {
      ...{
        out: output('out'),
        err: output('err'),
        canAsk: columns !== undefined,
        isCi: false,
        bytes: noBytes,
      },
      ask: async () => {
        const text = left.shift();
        return text === undefined ? 'end of input' : { text };
      },
      readInput: async () => new Uint8Array(),
    },
    ...{ clock: stillClock, env: { EXOPS_STATE_DIR: cwd }, cwd, home: cwd, user: 'kim' },
    self: { pid: 1, host: 'laptop', uid: undefined, isRunning: () => true },
    signal: new AbortController().signal,
  };
  return { context, out: () => written.out, err: () => written.err };
}
