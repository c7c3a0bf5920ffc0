import type { IncomingMessage } from 'node:http';

export interface LineLimits {
  /** Characters that one line may have. */
  readonly length: number;
  /** Milliseconds without a byte. */
  readonly idleMs: number;
}

/**
 * The whole lines of a stream, as they come; what follows the last line break is dropped.
 * @throws Error with the code `TOO_LARGE` or `ETIMEDOUT`, or the stream's own
 */
export async function* linesOf(
  body: IncomingMessage,
  { length, idleMs }: LineLimits,
): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  const timer = setTimeout(() => body.destroy(failure('ETIMEDOUT')), idleMs);
  let rest = '';
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      timer.refresh();
      const parts = decoder.decode(chunk, { stream: true }).split('\n');
      for (const part of parts.slice(0, -1)) {
        yield rest + part;
        rest = '';
      }
      rest += parts.at(-1) ?? '';
      if (rest.length > length) throw failure('TOO_LARGE');
    }
  } finally {
    clearTimeout(timer);
    body.destroy();
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code });
}
