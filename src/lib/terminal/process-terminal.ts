import { InterruptedError } from '../errors.js';
import { type ColorChoice, colorLevel } from './color.js';
import { oneAtATime } from './indicators.js';
import { lineEnd, processBytes } from './process-bytes.js';
import type { Answer, Output, Terminal } from './terminal.js';

export interface TerminalChoices {
  readonly color: ColorChoice;
  /** Whether prompts are allowed at all (`--no-input`). */
  readonly input: boolean;
}

const fallbackColumns = 80;

/** The terminal of this process. */
export function processTerminal(choices: TerminalChoices): Terminal {
  const { stdin, stdout, stderr, env } = process;
  const err = outputOf(stderr, choices.color);
  return {
    out: outputOf(stdout, choices.color),
    err,
    canAsk: choices.input && stdin.isTTY === true && stderr.isTTY === true,
    isCi: Boolean(env['CI']) && env['CI'] !== 'false',
    ask: (question, signal) => oneAtATime(() => ask(question, signal)),
    bytes: processBytes(),
    readInput: (limit) => readAtMost(stdin, limit),
  };
}

async function readAtMost(stream: AsyncIterable<Uint8Array>, limit: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limit) break;
  }
  return Buffer.concat(chunks);
}

function outputOf(stream: NodeJS.WriteStream, choice: ColorChoice): Output {
  const isTerminal = stream.isTTY === true;
  return {
    isTerminal,
    get columns() {
      return isTerminal ? stream.columns || fallbackColumns : Number.POSITIVE_INFINITY;
    },
    colorLevel: colorLevel(choice, isTerminal, process.env),
    ...(isTerminal ? { stream } : {}),
    line: (line = '') => stream.write(`${line}\n`.replaceAll('\n', lineEnd())),
    write: (chunk) => stream.write(chunk),
  };
}

async function ask(question: string, signal: AbortSignal): Promise<Answer> {
  const readline = await import('node:readline');
  const prompt = readline.createInterface({ input: process.stdin, output: process.stderr, terminal: true });
  const over = new AbortController();
  return new Promise<Answer>((resolve, reject) => {
    const stop = (reason: unknown) => {
      process.stderr.write('\n');
      reject(reason);
    };
    const aborted = () => stop(signal.reason);
    signal.addEventListener('abort', aborted, { once: true, signal: over.signal });
    prompt.once('SIGINT', () => stop(new InterruptedError('SIGINT')));
    prompt.once('close', () => resolve('end of input'));
    prompt.question(question, (answer) => resolve({ text: answer }));
    if (signal.aborted) aborted();
  }).finally(() => {
    over.abort();
    prompt.close();
  });
}
