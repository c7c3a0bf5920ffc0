import type { Context } from '../context.js';
import type { Output } from '../lib/terminal/terminal.js';

/** The same, where nothing is said to anybody and nobody is asked. */
export function quietContext(context: Context): Context {
  const { terminal } = context;
  const { isTerminal, columns, colorLevel } = terminal.err;
  const silent: Output = { isTerminal, columns, colorLevel, line() {}, write() {} };
  return {
    ...context,
    terminal: {
      out: silent,
      err: silent,
      canAsk: false,
      isCi: terminal.isCi,
      ask: async () => 'end of input',
      bytes: terminal.bytes,
      readInput: (limit) => terminal.readInput(limit),
    },
  };
}
