import { InvalidFileError, type Problem } from '../yaml/problem.js';
import {
  type MissingReference,
  type ReferenceSource,
  type Resolved,
  resolveReferences,
} from './references.js';
import type { Setting } from './setting.js';

/** What settings refer to isn't there. */
export class MissingReferenceError extends InvalidFileError {}

/** The text that a setting means. */
export type ReadSetting = (setting: Setting) => Resolved;

/** A source whose values are made of other settings; it is asked after those are resolved. */
export interface DerivedSource {
  readonly name: string;
  source(read: ReadSetting): ReferenceSource;
}

export interface ResolveOptions {
  /** Sources of this kind, each made of settings that those before it resolve. */
  readonly derived?: readonly DerivedSource[];
  /** Whether a setting's reference may have no value; then the setting's text is of no use. */
  readonly mayMiss?: (setting: Setting, reference: MissingReference) => boolean;
}

/**
 * Resolves the references of these settings, of which only the file's can have any.
 * @throws InvalidFileError naming each reference that has no value, where it stands
 */
export async function resolveSettings(
  settings: readonly Setting[],
  sources: readonly ReferenceSource[],
  { derived = [], mayMiss = () => false }: ResolveOptions = {},
): Promise<ReadSetting> {
  const inFile = settings.filter(({ origin }) => origin.kind === 'file');
  const texts = inFile.map(({ value }) => value);
  const resolve = async (all: readonly ReferenceSource[]) =>
    reading(inFile, await resolveReferences(texts, all));
  let asked = sources.map(askedOnce);
  let read = await resolve(asked);
  let later = derived;
  for (const next of derived) {
    refuseMissing(inFile, read, (setting, one) => isOf(later, one) || mayMiss(setting, one));
    if (!inFile.some((one) => read(one).missing.some((reference) => isOf(later, reference)))) return read;
    later = later.filter((one) => one !== next);
    asked = [...asked, askedOnce(next.source(read))];
    read = await resolve(asked);
  }
  refuseMissing(inFile, read, mayMiss);
  return read;
}

function isOf(sources: readonly DerivedSource[], { source }: MissingReference): boolean {
  return sources.some(({ name }) => name === source);
}

/** The later rounds have the names of the first. */
function askedOnce(source: ReferenceSource): ReferenceSource {
  let answer: Promise<ReadonlyMap<string, string>> | undefined;
  return {
    name: source.name,
    isSecret: source.isSecret,
    isPublic: (name) => source.isPublic?.(name) === true,
    whyMissing: (name) => source.whyMissing?.(name),
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
  isForgiven: NonNullable<ResolveOptions['mayMiss']>,
): void {
  const problems = settings.flatMap((setting) =>
    missingProblems(
      setting,
      read(setting).missing.filter((one) => !isForgiven(setting, one)),
    ),
  );
  if (problems.length > 0) throw new MissingReferenceError(problems);
}

function missingProblems({ origin }: Setting, missing: readonly MissingReference[]): Problem[] {
  if (origin.kind !== 'file') return [];
  const { yaml } = origin.file;
  return missing.map((reference) => yaml.problem(yaml.positionOf(origin.path), sayMissing(reference)));
}

function sayMissing({ source, name, text, why }: MissingReference): string {
  if (why !== undefined) return `${text} has no value: ${why}`;
  return source === 'env' ? `the variable ${name} is not set, or empty` : `${text} was not found`;
}
