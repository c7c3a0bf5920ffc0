/**
 * Words of `exops.yaml` that the design has and this version doesn't know yet: whoever writes one
 * has made no mistake, and is told so. A word leaves this list when its schema arrives.
 */
export const notYetSupported = {
  clusterKeys: ['name', 'arn'],
  mechanisms: ['iam'],
} as const satisfies Record<string, readonly string[]>;

/** The message for such a word, or undefined when the word isn't one of the list. */
export function notSupportedYet(kind: keyof typeof notYetSupported, word: string): string | undefined {
  const words: readonly string[] = notYetSupported[kind];
  return words.includes(word)
    ? `${JSON.stringify(word)} is not supported by this version of exops`
    : undefined;
}
