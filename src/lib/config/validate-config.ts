import { dirname } from 'node:path';
import { UsageError } from '../errors.js';
import { readConfigFile } from './config-file.js';
import type { EnvironmentInput } from './environment.js';
import { findConfig } from './find-config.js';
import { listFromFile } from './given-settings.js';
import { referencesIn } from './reference-syntax.js';
import { absolutePath } from './shown-path.js';

export interface ValidConfig {
  /** Absolute. */
  readonly file: string;
  readonly environments: readonly ValidEnvironment[];
}

export interface ValidEnvironment {
  readonly name: string;
  /** Absolute paths of the manifests that it names, but for those that a reference decides. */
  readonly manifests: readonly string[];
}

/**
 * Checks every environment of the configuration file; resolves no reference and reaches nothing.
 * @throws UsageError when there is no file, InvalidFileError with everything that is wrong in it
 */
export async function validateConfig(input: EnvironmentInput): Promise<ValidConfig> {
  const path = await findConfig({ ...input, config: input.flags.config });
  if (path === undefined)
    throw new UsageError('There is no exops.yaml here or in a folder above.', {
      hint: 'Name one with --config or EXOPS_CONFIG.',
    });
  const file = await readConfigFile(path, input);
  const environments = Object.keys(file.config.environments).map((name) => ({
    name,
    manifests: listFromFile(file, ['environments', name, 'topics'])
      .filter(({ value }) => referencesIn(value).length === 0)
      .map(({ value }) => absolutePath(value, dirname(path), input.home)),
  }));
  return { file: path, environments };
}
