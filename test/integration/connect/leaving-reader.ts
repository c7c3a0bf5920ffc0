import { hostname, tmpdir } from 'node:os';
import { Readable, Writable } from 'node:stream';
import { runCli } from '../../../src/cli.js';
import type { Context } from '../../../src/context.js';
import type { Output } from '../../../src/lib/terminal/terminal.js';
import type { Laptop } from './hosts.js';

/** Runs a command line whose reader goes away after the first line, as `| head -1` does; resolves with status and line. */
export async function readOneLine(
  { env, folder }: Pick<Laptop, 'env' | 'folder'>,
  words: readonly string[],
): Promise<{ readonly code: number; readonly line: string }> {
  const said = { out: '', err: '' };
  const output = (stream: 'out' | 'err'): Output => ({
    ...{ isTerminal: false, columns: Number.POSITIVE_INFINITY, colorLevel: 0 },
    line(text = '') {
      said[stream] += `${text}\n`;
    },
    write(text) {
      said[stream] += text;
    },
  });
  const reader = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (said.out.includes('\n')) return done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      said.out += chunk.toString();
      done();
    },
  });
  // As main does for the standard streams.
  reader.on('error', () => undefined);
  const errors = new Writable({
    write(chunk: Buffer, _encoding, done) {
      said.err += chunk.toString();
      done();
    },
  });
  const context: Context = {
    terminal: {
      ...{ out: output('out'), err: output('err'), canAsk: false, isCi: false },
      ask: () => Promise.reject(new Error('Nobody is there.')),
      bytes: {
        ...{ input: Readable.from([]), output: reader, errors },
        ...{ isInputTerminal: false, isInteractive: false },
        size: () => ({ columns: 80, rows: 24 }),
        onResize: () => () => {},
        raw: () => () => {},
      },
      readInput: async () => new Uint8Array(),
    },
    clock: { now: Date.now, sleep: async () => {} },
    ...{ env, cwd: folder, home: tmpdir(), user: 'tester' },
    self: { pid: process.pid, host: hostname(), uid: process.getuid?.(), isRunning: () => true },
    signal: new AbortController().signal,
  };
  const write = { out: output('out').write, err: output('err').write };
  const code = await runCli(words, { version: '0', context: async () => context, write, columns: 80 });
  return { code, line: said.out };
}
