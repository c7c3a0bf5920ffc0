import { mkdtemp, rm } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { runCli } from '../src/cli.js';
import type { CommonOptions } from '../src/commands/start.js';
import type { Context } from '../src/context.js';
import { InterruptedError } from '../src/lib/errors.js';
import type { Answer, ByteStreams, Output, Terminal } from '../src/lib/terminal/terminal.js';

export interface RunOptions {
  /** A terminal of 80 columns with a person at it; otherwise pipes and nobody. */
  readonly tty?: boolean;
  /** What the person answers to each question, in order; a question without an answer fails the test. */
  readonly answers?: readonly string[];
  /** Called when a question is asked, before it is answered. */
  readonly onQuestion?: () => Promise<unknown> | undefined;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Standard input. */
  readonly input?: string;
  /** Aborting it is Ctrl-C. */
  readonly interrupt?: AbortSignal;
  readonly columns?: number;
  /** How long it really waits where it means to wait so long; milliseconds. As long when left out. */
  readonly pause?: (ms: number) => number;
}

export interface RunResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Both streams and the answers, as a terminal shows them. */
  readonly screen: string;
  readonly questions: readonly string[];
}

/** Runs one command line in this process, as the built program would. Words in double quotes stay together. */
export async function run(line: string, options: RunOptions = {}): Promise<RunResult> {
  const home = await mkdtemp(join(tmpdir(), 'exops-home-'));
  const written = { out: '', err: '', screen: '' };
  const questions: string[] = [];
  const answers = [...(options.answers ?? [])];
  const show = (stream: 'out' | 'err', text: string) => {
    written[stream] += text;
    written.screen += text;
  };
  const output = (stream: 'out' | 'err'): Output => ({
    isTerminal: options.tty === true,
    columns: options.tty === true ? (options.columns ?? 80) : Number.POSITIVE_INFINITY,
    colorLevel: 0,
    line: (text = '') => show(stream, `${text}\n`),
    write: (text) => show(stream, text),
  });
  const interruption = new AbortController();
  options.interrupt?.addEventListener('abort', () => interruption.abort(new InterruptedError('SIGINT')));
  const terminal = (common: CommonOptions): Terminal => ({
    out: output('out'),
    err: output('err'),
    canAsk: options.tty === true && common.input,
    isCi: false,
    ask: async (question): Promise<Answer> => {
      questions.push(question);
      await options.onQuestion?.();
      const answer = answers.shift();
      if (answer === undefined) throw new Error(`Nobody answers: ${question}`);
      written.screen += `${question}${answer}\n`;
      return { text: answer };
    },
    bytes: testBytes(options, show),
    readInput: async () => Buffer.from(options.input ?? ''),
  });
  const context = async (common: CommonOptions): Promise<Context> => ({
    terminal: terminal(common),
    clock: {
      now: Date.now,
      sleep: async (ms, signal) => {
        const waited = delay(options.pause?.(ms) ?? ms, undefined, signal === undefined ? {} : { signal });
        // As the program's own clock: the reason, not node's error for it.
        await waited.catch(() => signal?.throwIfAborted());
      },
    },
    env: { EXOPS_STATE_DIR: join(home, 'state'), ...options.env },
    cwd: options.cwd ?? home,
    home,
    user: 'tester',
    self: { pid: process.pid, host: hostname(), uid: process.getuid?.(), isRunning: () => true },
    signal: interruption.signal,
  });
  const write = {
    out: (text: string) => show('out', text),
    err: (text: string) => show('err', text),
  };
  try {
    const code = await runCli(words(line), { version: '0.0.0-test', context, write, columns: 80 });
    if (answers.length > 0) throw new Error(`Nobody asked for: ${answers.join(', ')}`);
    return { code, stdout: written.out, stderr: written.err, screen: written.screen, questions };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

/** Standard streams as pipes; on a terminal nobody types by itself. */
function testBytes(options: RunOptions, show: (stream: 'out' | 'err', text: string) => void): ByteStreams {
  const sink = (stream: 'out' | 'err') =>
    new Writable({
      write(chunk: Buffer, _encoding, done) {
        show(stream, chunk.toString());
        done();
      },
    });
  return {
    input: Readable.from(options.input === undefined ? [] : [Buffer.from(options.input)]),
    output: sink('out'),
    errors: sink('err'),
    isInputTerminal: options.tty === true,
    isInteractive: options.tty === true,
    size: () => ({ columns: options.columns ?? 80, rows: 24 }),
    onResize: () => () => {},
    raw: () => () => {},
  };
}

function words(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
}

/** A folder with these files, gone when the test has finished. */
export async function folderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const folder = await mkdtemp(join(tmpdir(), 'exops-files-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(folder, name, '..'), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return folder;
}
