import type { Output, Terminal } from '../../../../src/lib/terminal/terminal.js';

/** A terminal of so many columns and rows, or a pipe; keeps what is written to it. */
export function aTerminal({
  columns,
  rows = 24,
}: {
  readonly columns?: number;
  readonly rows?: number;
} = {}) {
  const written = { out: '', err: '' };
  const output = (stream: 'out' | 'err'): Output => ({
    ...{ isTerminal: columns !== undefined, columns: columns ?? Number.POSITIVE_INFINITY, colorLevel: 0 },
    line: (line = '') => {
      written[stream] += `${line}\n`;
    },
    write: (text) => {
      written[stream] += text;
    },
  });
  const unused = () => {
    throw new Error('nobody asks for this here');
  };
  const terminal: Terminal = {
    ...{ out: output('out'), err: output('err'), canAsk: false, isCi: false, ask: unused, readInput: unused },
    bytes: {
      get input(): never {
        return unused();
      },
      get output(): never {
        return unused();
      },
      get errors(): never {
        return unused();
      },
      ...{ isInputTerminal: false, isInteractive: false, onResize: unused, raw: unused },
      size: () => ({ columns: columns ?? 80, rows }),
    },
  };
  return { terminal, written };
}
