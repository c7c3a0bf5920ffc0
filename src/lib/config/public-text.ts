import type { ReadSetting } from './resolve-settings.js';
import { type Setting, settingError } from './setting.js';

/**
 * The text of a setting that people see wherever it is used.
 * @throws UsageError, InvalidFileError at a setting whose reference led to a secret
 */
export function publicText(setting: Setting, read: ReadSetting): string {
  const { text, isSecret } = read(setting);
  if (isSecret) throw settingError(setting, 'it is shown wherever it is used, and this is a secret');
  return text;
}
