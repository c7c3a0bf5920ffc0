import { InvalidFileError, type Problem } from '../yaml/problem.js';
import type { Reference } from './reference-syntax.js';
import { type ReferenceSource, type Resolved, resolveReferences } from './references.js';
import type { Setting } from './setting.js';

/** The text that a setting means. */
export type ReadSetting = (setting: Setting) => Resolved;

/**
 * Resolves the references of these settings, of which only the file's can have any.
 * @throws InvalidFileError naming each reference that has no value, where it stands
 */
export async function resolveSettings(
  settings: readonly Setting[],
  sources: readonly ReferenceSource[],
): Promise<ReadSetting> {
  const inFile = settings.filter(({ origin }) => origin.kind === 'file');
  const texts = await resolveReferences(
    inFile.map(({ value }) => value),
    sources,
  );
  const resolved = new Map(inFile.map((setting, index) => [setting, texts[index]]));
  const problems = [...resolved].flatMap(([setting, text]) => missingProblems(setting, text?.missing ?? []));
  if (problems.length > 0) throw new InvalidFileError(problems);
  return (setting) => resolved.get(setting) ?? { text: setting.value, isSecret: false, missing: [] };
}

function missingProblems({ origin }: Setting, missing: readonly Reference[]): Problem[] {
  if (origin.kind !== 'file') return [];
  const { yaml } = origin.file;
  return missing.map((reference) => yaml.problem(yaml.positionOf(origin.path), sayMissing(reference)));
}

function sayMissing({ source, name, text }: Reference): string {
  return source === 'env' ? `the variable ${name} is not set, or empty` : `${text} was not found`;
}
