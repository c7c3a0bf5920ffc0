import { describe, expect, test } from 'vitest';
import { createProgress } from '../../../src/lib/terminal/progress.js';
import type { Output, Terminal } from '../../../src/lib/terminal/terminal.js';
import { noBytes } from './no-bytes.js';

/** A terminal whose stderr is a pipe; what was written to stdout would fail the test. */
function pipe(over: Partial<Terminal> = {}): { terminal: Terminal; lines: string[] } {
  const lines: string[] = [];
  const err: Output = {
    isTerminal: false,
    columns: Number.POSITIVE_INFINITY,
    colorLevel: 0,
    line: (text = '') => lines.push(text),
    write: (text) => lines.push(text),
  };
  const unused = () => expect.unreachable('progress belongs to stderr');
  const out = { ...err, line: unused, write: unused };
  const terminal = {
    out,
    err,
    canAsk: false,
    isCi: false,
    ask: unused,
    bytes: noBytes,
    readInput: unused,
    ...over,
  };
  return { terminal, lines };
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

describe('in a pipe', () => {
  test('a short wait is not worth a word', async () => {
    const { terminal, lines } = pipe();
    const work = () => pause(50).then(() => 42);
    expect(await createProgress(terminal).during('Reading', work)).toBe(42);
    await pause(350);
    expect(lines).toEqual([]);
  });

  test('a long wait has a line when it begins to be long and one when it ends', async () => {
    const { terminal, lines } = pipe();
    await createProgress(terminal).during('Reading 12 topics', async (update) => {
      update('3 of 12');
      await pause(350);
      update('11 of 12');
    });
    expect(lines).toEqual([
      expect.stringMatching(/^Reading 12 topics · 3 of 12 · 0\.\d s …$/),
      expect.stringMatching(/^Reading 12 topics · 11 of 12 · 0\.\d s · done$/),
    ]);
  });

  test('a long wait that fails says so, and the failure goes on', async () => {
    const { terminal, lines } = pipe();
    const work = async () => {
      await pause(350);
      throw new Error('no');
    };
    await expect(createProgress(terminal).during('Reading', work)).rejects.toThrow('no');
    expect(lines.at(-1)).toMatch(/^Reading · 0\.\d s · failed$/);
  });

  test('a short wait that fails leaves nothing running', async () => {
    const { terminal, lines } = pipe();
    await expect(
      createProgress(terminal).during('Reading', () => Promise.reject(new Error('no'))),
    ).rejects.toThrow();
    await pause(350);
    expect(lines).toEqual([]);
  });
});

test('in CI there are lines, though stderr may be a terminal', async () => {
  const stream = { isTTY: true } as NodeJS.WriteStream;
  const { terminal, lines } = pipe({ isCi: true });
  const err = { ...terminal.err, isTerminal: true, stream };
  await createProgress({ ...terminal, err }).during('Reading', () => pause(350));
  expect(lines).toHaveLength(2);
});
