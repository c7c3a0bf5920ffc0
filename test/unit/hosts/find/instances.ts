import type { Instance } from '../../../../src/lib/aws/aws.js';
import { plainInstance } from '../../aws/plain-instance.js';

/** An instance with nothing special about it, but what the test says. */
export function instance(
  parts: Partial<Omit<Instance, 'tags'>> & { readonly tags?: Readonly<Record<string, string>> } = {},
): Instance {
  const { tags = { Name: 'dev-kafka' }, ...others } = parts;
  return { ...plainInstance, ...others, tags: new Map(Object.entries(tags)) };
}

/** Monday, 23 November 2026, 09:00 in Seoul. */
export const scene = {
  region: 'ap-northeast-2',
  accountId: '123456789012',
  now: Date.UTC(2026, 10, 23),
  timeZone: 'Asia/Seoul',
} as const;

/** What this work throws; the test fails when it throws nothing. */
export function thrownBy(work: () => unknown): {
  readonly message: string;
  readonly hint?: string | undefined;
} {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}
