import { UsageError } from '../../errors.js';
import { collisionKey, isInternalName, nameProblem } from '../../manifest/topic-name.js';

/** Whether it stands for any number of topics. */
export function isPattern(text: string): boolean {
  return /[*?]/.test(text);
}

/**
 * Names of topics that shall be made.
 * @throws UsageError when Kafka wouldn't take one, or not beside another
 */
export function readNewNames(names: readonly string[]): readonly string[] {
  const first = new Map<string, string>();
  for (const name of names) {
    checkName(name);
    refuseInternal(name);
    const key = collisionKey(name);
    const earlier = first.get(key);
    first.set(key, name);
    if (earlier === name) throw new UsageError(`"${name}" is given twice.`);
    if (earlier !== undefined)
      throw new UsageError(
        `"${name}" collides with "${earlier}": Kafka can't tell "." from "_" in the names of topics.`,
      );
  }
  return names;
}

/**
 * Full names of topics that are there.
 * @throws UsageError for a pattern, an internal topic, and what can't be a name
 */
export function readNames(names: readonly string[]): readonly string[] {
  const pattern = names.find(isPattern);
  if (pattern !== undefined)
    throw new UsageError(`"${pattern}" is a pattern: this command takes full names only.`);
  return readPatterns(names);
}

/**
 * Names and globs of topics that are there, each once.
 * @param allowsInternal internal topics may be named, each by its full name
 * @throws UsageError for an internal topic, and for what can be neither
 */
export function readPatterns(patterns: readonly string[], allowsInternal = false): readonly string[] {
  for (const text of patterns) {
    checkName(isPattern(text) ? text.replace(/[*?]/g, 'x') : text);
    if (!allowsInternal && !isPattern(text)) refuseInternal(text);
  }
  return [...new Set(patterns)];
}

function checkName(name: string): void {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new UsageError(`"${name}" isn't the name of a topic: ${problem}.`);
}

function refuseInternal(name: string): void {
  if (isInternalName(name))
    throw new UsageError(`"${name}" is an internal topic, which exops doesn't change.`, {
      hint: 'Only `exops topics delete --internal` takes one, by its full name.',
    });
}
