import type { Address } from '../kafka/address.js';
import { parseBrokers } from './parse-broker.js';
import type { ReadSetting } from './resolve-settings.js';
import { type Setting, settingError } from './setting.js';

/** @throws UsageError, InvalidFileError where a setting leads to no addresses */
export function addressesOf(setting: Setting, read: ReadSetting): Address[] {
  const { text, isSecret } = read(setting);
  if (isSecret) throw settingError(setting, 'an address is shown wherever it is used, and this is a secret');
  return parseBrokers(text).map((parsed) => {
    if ('address' in parsed) return parsed.address;
    throw settingError(setting, parsed.problem);
  });
}
