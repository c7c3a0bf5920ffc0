import { parseReferences, type Reference, referencesIn } from './reference-syntax.js';

/** Where the values of `${name-of-source:…}` come from. */
export interface ReferenceSource {
  readonly name: string;
  /** Its values are never shown. */
  readonly isSecret: boolean;
  /** The exceptions: of a resolved name, whether its value is none all the same. */
  isPublic?(name: string): boolean;
  /** The values of those names that it has; called once for all of them. */
  resolve(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Of a name without a value, why it has none; undefined when there is nothing to say. */
  whyMissing?(name: string): Absence | undefined;
}

/** Why there is no value. */
export interface Absence {
  /** In words that follow the reference: `kafka (i-0123456789abcdef0) has no public address`. */
  readonly why: string;
  /** There may be one once something was started. */
  readonly isForNow: boolean;
}

/** A reference that its source has no value for. */
export type MissingReference = Reference & Partial<Absence>;

/** A text with its references replaced. */
export interface Resolved {
  readonly text: string;
  /** Whether a part of it came from a secret source. */
  readonly isSecret: boolean;
  /** The references without a value; the text is of no use then. */
  readonly missing: readonly MissingReference[];
}

/** Replaces the references of all these texts, in their order, with one call for each source. */
export async function resolveReferences(
  texts: readonly string[],
  sources: readonly ReferenceSource[],
): Promise<readonly Resolved[]> {
  const wanted = texts.flatMap(referencesIn);
  const answers = await Promise.all(
    sources.map(async (source) => {
      const names = new Set(wanted.filter((one) => one.source === source.name).map((one) => one.name));
      return [
        source,
        names.size === 0 ? new Map<string, string>() : await source.resolve([...names]),
      ] as const;
    }),
  );
  const known = new Map(answers.map(([source, values]) => [source.name, { ...source, values }]));
  return texts.map((text) => {
    const parts = parseReferences(text).map((part) => {
      if (typeof part === 'string') return { text: part };
      const source = known.get(part.source);
      const value = source?.values.get(part.name);
      const isSecret = source?.isSecret === true && source.isPublic?.(part.name) !== true;
      if (value !== undefined) return { text: value, isSecret };
      return { missing: { ...part, ...source?.whyMissing?.(part.name) } };
    });
    return {
      text: parts.map((part) => part.text ?? '').join(''),
      isSecret: parts.some((part) => part.isSecret === true),
      missing: parts.flatMap((part) => part.missing ?? []),
    };
  });
}
