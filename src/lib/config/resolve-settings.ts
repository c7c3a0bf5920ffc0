import { InvalidFileError, type Problem } from '../yaml/problem.js';
import type { Reference } from './reference-syntax.js';
import { type ReferenceSource, type Resolved, resolveReferences } from './references.js';
import type { Setting } from './setting.js';

/** The text that a setting means. */
export type ReadSetting = (setting: Setting) => Resolved;

/** A source whose values are made of other settings; it is asked last, with those resolved. */
export interface DerivedSource {
  readonly name: string;
  source(read: ReadSetting): ReferenceSource;
}

/**
 * Resolves the references of these settings, of which only the file's can have any.
 * @throws InvalidFileError naming each reference that has no value, where it stands
 */
export async function resolveSettings(
  settings: readonly Setting[],
  sources: readonly ReferenceSource[],
  derived?: DerivedSource,
): Promise<ReadSetting> {
  const inFile = settings.filter(({ origin }) => origin.kind === 'file');
  const asked = sources.map(askedOnce);
  const texts = inFile.map(({ value }) => value);
  const first = reading(inFile, await resolveReferences(texts, asked));
  refuseMissing(inFile, first, ({ source }) => source !== derived?.name);
  if (derived === undefined || !inFile.some((one) => first(one).missing.length > 0)) return first;
  const all = reading(inFile, await resolveReferences(texts, [...asked, derived.source(first)]));
  refuseMissing(inFile, all, () => true);
  return all;
}

/** The second round has the names of the first. */
function askedOnce(source: ReferenceSource): ReferenceSource {
  let answer: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    name: source.name,
    isSecret: source.isSecret,
    isPublic: (name) => source.isPublic?.(name) === true,
    resolve: (names) => {
      answer ??= source.resolve(names);
      return answer;
    },
  };
}

function reading(settings: readonly Setting[], texts: readonly Resolved[]): ReadSetting {
  const resolved = new Map(settings.map((setting, index) => [setting, texts[index]]));
  return (setting) => resolved.get(setting) ?? { text: setting.value, isSecret: false, missing: [] };
}

function refuseMissing(
  settings: readonly Setting[],
  read: ReadSetting,
  counts: (reference: Reference) => boolean,
): void {
  const problems = settings.flatMap((one) => missingProblems(one, read(one).missing.filter(counts)));
  if (problems.length > 0) throw new InvalidFileError(problems);
}

function missingProblems({ origin }: Setting, missing: readonly Reference[]): Problem[] {
  if (origin.kind !== 'file') return [];
  const { yaml } = origin.file;
  return missing.map((reference) => yaml.problem(yaml.positionOf(origin.path), sayMissing(reference)));
}

function sayMissing({ source, name, text }: Reference): string {
  return source === 'env' ? `the variable ${name} is not set, or empty` : `${text} was not found`;
}
