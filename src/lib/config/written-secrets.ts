import { InvalidFileError, type Problem } from '../yaml/problem.js';
import { type Path, parseYaml, type YamlFile } from '../yaml/yaml-file.js';
import { hostProblems } from './host-names.js';
import { referenceProblems } from './reference-syntax.js';
import type { Config } from './schema.js';
import { mask, Secret } from './secret.js';

/** The text that stands at a path of the file, as it is; undefined when it isn't a text. */
export type Written = (path: Path) => Secret | undefined;

/** Reads the texts that `maskSecrets` hid. The file is parsed again when first asked, and no error tells of it. */
export function writtenIn(text: string): Written {
  let parsed: { readonly value: unknown } | undefined;
  return (path) => {
    parsed ??= { value: valuesIn(text) };
    let value = parsed.value;
    for (const step of path) value = (value as Record<string | number, unknown> | undefined | null)?.[step];
    return typeof value === 'string' && value !== '' ? new Secret(value) : undefined;
  };
}

function valuesIn(text: string): unknown {
  try {
    return parseYaml({ name: '', text }).value;
  } catch {
    return undefined;
  }
}

/**
 * Checks the values of `kubernetes.secrets` that were masked before the schema saw them.
 * @throws InvalidFileError that shows none of them
 */
export function checkWritten(yaml: YamlFile, { environments }: Config, written: Written): void {
  const problems: Problem[] = [];
  for (const [environment, { kubernetes, hosts }] of Object.entries(environments)) {
    for (const [name, keys] of Object.entries(kubernetes?.secrets ?? {})) {
      for (const [key, value] of Object.entries(keys)) {
        if (!value.includes(mask)) continue;
        const path = ['environments', environment, 'kubernetes', 'secrets', name, key];
        const messages = problemsOf(written(path), Object.keys(hosts ?? {}));
        problems.push(...messages.map((one) => yaml.problem(yaml.positionOf(path), `${key}: ${one}`)));
      }
    }
  }
  if (problems.length > 0) throw new InvalidFileError(problems);
}

function problemsOf(secret: Secret | undefined, hosts: readonly string[]): readonly string[] {
  if (secret === undefined) return ["it can't be read as text: put it in quotes, or write a reference"];
  const text = secret.reveal();
  return [...referenceProblems(text, { withCluster: true, withHosts: true }), ...hostProblems(text, hosts)];
}
