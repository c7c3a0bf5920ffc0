import * as v from 'valibot';
import { didYouMean } from '../yaml/nearest.js';
import { listOf } from './auth-rules.js';
import { type ReferencePlace, referenceProblems } from './reference-syntax.js';

/** Text that isn't empty and may hold references. */
export function text(description: string, place: ReferencePlace = {}) {
  return v.pipe(
    v.string(),
    v.minLength(1, 'expected text, got nothing'),
    v.rawCheck(({ dataset, addIssue }) => {
      if (dataset.typed) for (const message of referenceProblems(dataset.value, place)) addIssue({ message });
    }),
    v.description(description),
  );
}

/** One of some words. */
export function word<const TWords extends readonly string[]>(words: TWords, description: string) {
  return v.pipe(
    v.picklist(words, ({ input }) => {
      const meant = typeof input === 'string' ? didYouMean(input, words) : '';
      return `expected ${listOf(words)}, got ${JSON.stringify(input)}${meant}`;
    }),
    v.description(description),
  );
}

export function flag(description: string) {
  return v.pipe(v.boolean(), v.description(description));
}
