import { dirname } from 'node:path';
import { UsageError } from '../errors.js';
import { readTextFile } from '../yaml/text-file.js';
import type { ReadSetting } from './resolve-settings.js';
import { type Setting, settingError } from './setting.js';
import { absolutePath, type Places, shownPath } from './shown-path.js';

/** The absolute path that a setting means: the file's are relative to the file, others to the working directory. */
export function pathOf(setting: Setting, read: ReadSetting, { cwd, home }: Places): string {
  const { origin } = setting;
  const folder = origin.kind === 'file' ? dirname(origin.file.path) : cwd;
  const { text } = read(setting);
  // A key's text in place of its path must not be repeated in an error.
  if (text.includes('\n') || text.includes('-----BEGIN'))
    throw settingError(setting, 'expected the path of a file, got what looks like its content');
  return absolutePath(text, folder, home);
}

/**
 * Reads the file that a setting names.
 * @param parse makes what is wanted of its text; its UsageErrors say what is wrong after the file's name
 * @throws UsageError that leads to the setting and names the file
 */
export async function readNamedFile<T>(
  setting: Setting,
  path: string,
  places: Places,
  parse: (text: string) => T,
): Promise<T> {
  const name = shownPath(path, places);
  try {
    return parseNamed(name, (await readTextFile(path, name)).text, parse);
  } catch (error) {
    if (error instanceof UsageError) throw settingError(setting, error.message, error.cause);
    throw error;
  }
}

function parseNamed<T>(name: string, text: string, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof UsageError) throw new UsageError(`${name} ${error.message}`);
    throw error;
  }
}
