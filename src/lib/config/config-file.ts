import { createHash } from 'node:crypto';
import { readTextFile } from '../yaml/text-file.js';
import { validate } from '../yaml/validate.js';
import { parseYaml, type YamlFile } from '../yaml/yaml-file.js';
import { maskSecrets } from './mask-secrets.js';
import { type Config, configSchema } from './schema.js';
import { type Places, shownPath } from './shown-path.js';
import { checkWritten, type Written, writtenIn } from './written-secrets.js';

/** A valid `exops.yaml`; its references are as they are written. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  /** SHA-256 of its text, hexadecimal. */
  readonly digest: string;
  readonly yaml: YamlFile;
  readonly config: Config;
  /** What was masked in it. */
  readonly written: Written;
}

/**
 * Reads and checks a whole `exops.yaml`. No message shows a secret that someone wrote into it.
 * @param path absolute
 * @throws UsageError when it can't be read
 * @throws InvalidFileError with everything that is wrong in it
 */
export async function readConfigFile(path: string, places: Places): Promise<ConfigFile> {
  const { name, text } = await readTextFile(path, shownPath(path, places));
  const yaml = parseYaml({ name, text: maskSecrets(text) });
  const config = validate(yaml, configSchema);
  const written = writtenIn(text);
  checkWritten(yaml, config, written);
  const digest = createHash('sha256').update(text).digest('hex');
  return { path, digest, yaml, config, written };
}
