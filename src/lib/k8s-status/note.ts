import { wrapHosts } from './wrap-hosts.js';

/** A sentence for a person, and the command that it proposes. Both are safe to show. */
export interface Note {
  readonly text: string;
  readonly command?: string;
}

/**
 * Sentences are broken between words and behind the commas of a list of hosts; a command stands on a line of its own that is
 * never broken, so that it can be copied.
 * @param width columns; Infinity for a pipe, where nothing is broken
 */
export function noteLines(notes: readonly Note[], width: number): readonly string[] {
  return notes.flatMap(({ text, command }) => [
    ...wrapHosts(text, width),
    ...(command === undefined ? [] : [`  ${command}`]),
  ]);
}
