import type { IncomingMessage } from 'node:http';
import { PassThrough, Readable } from 'node:stream';
import { expect, it } from 'vitest';
import { hideTokens } from '../../../src/lib/k8s/hide-tokens.js';
import { linesOf } from '../../../src/lib/k8s/lines.js';

async function linesIn(body: Readable, limits = { length: 100, idleMs: 60_000 }): Promise<readonly string[]> {
  const lines: string[] = [];
  for await (const line of linesOf(body as IncomingMessage, limits)) lines.push(line);
  return lines;
}

it('finds the lines wherever the chunks end, in the middle of a letter too', async () => {
  const text = Buffer.from('eins\nzwölf\n\ndrei\nhalb');
  for (const size of [1, 2, 7, 100]) {
    const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, nth) =>
      text.subarray(nth * size, (nth + 1) * size),
    );
    expect(await linesIn(Readable.from(chunks))).toEqual(['eins', 'zwölf', '', 'drei']);
  }
});

it('takes no line without an end', async () => {
  const endless = Readable.from(Array.from({ length: 50 }, () => Buffer.from('0123456789')));
  await expect(linesIn(endless)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  expect(endless.destroyed).toBe(true);
});

it('does not wait for ever for the next one', async () => {
  const silent = new PassThrough();
  silent.write('one\n');
  await expect(linesIn(silent, { length: 100, idleMs: 20 })).rejects.toMatchObject({ code: 'ETIMEDOUT' });
});

it.each([
  ['Bearer abc.def failed', 'Bearer … failed'],
  ['got eyJhbGciOiJub25lIn0.eyJleHAiOjF9.sig back', 'got … back'],
  ['token=abc, next', 'token=…, next'],
  ['k8s-aws-v1.aHR0cHM6Ly9z expired', '… expired'],
  [`key ${'aB3/'.repeat(12)}== ends`, 'key … ends'],
  [
    'deployments.apps "a-very-long-name-of-a-deployment-in-small-letters-2" is',
    'deployments.apps "a-very-long-name-of-a-deployment-in-small-letters-2" is',
  ],
  ['two\nlines \u001b[31m', 'two lines \\x1b[31m'],
  ['x '.repeat(1000), `${'x '.repeat(150)}…`],
])('hides what looks like a credential in %j', (text, shown) => {
  expect(hideTokens(text)).toBe(shown);
});
