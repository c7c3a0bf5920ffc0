import { expect, it } from 'vitest';
import type { ApiCall } from '../../../src/lib/k8s/api-call.js';
import type { Ask } from '../../../src/lib/k8s/ask.js';
import { KubernetesError } from '../../../src/lib/k8s/errors.js';
import { listPages } from '../../../src/lib/k8s/list-pages.js';
import { failureOf } from './opened.js';

const call: ApiCall = { action: 'list the pods', method: 'GET', path: '/api/v1/pods' };

/** A server whose list has so many pages, and how many of them were read. */
async function read(pages: number, reads: (count: number) => void): Promise<void> {
  const unexpected = () => expect.unreachable('an unexpected request');
  const ask: Ask = {
    ...{ way: 'the server', serverNow: () => 0, send: unexpected, answer: unexpected },
    object: async ({ query }) => {
      const nth = Number(query?.['continue'] ?? 1);
      return { items: [], metadata: nth < pages ? { continue: String(nth + 1) } : {} };
    },
  };
  let count = 0;
  for await (const _ of listPages(ask, call)) {
    count += 1;
    reads(count);
  }
}

it('reads a thousand pages, and tells of a list that has more', async () => {
  let count = 0;
  const reads = (now: number) => {
    count = now;
  };
  await read(1_000, reads);
  expect(count).toBe(1_000);
  const error = await failureOf(read(1_001, reads));
  expect(count).toBe(1_000);
  expect(error).toBeInstanceOf(KubernetesError);
  expect(error.message).toBe("Can't list the pods: the list has more than 1,000 pages.");
});
