import type { Path } from '../yaml/yaml-file.js';
import {
  type Algorithm,
  type AuthKey,
  algorithms,
  authKeys,
  type Mechanism,
  mechanisms,
  misfitOf,
  missingKeys,
  needFor,
  type Transport,
  tlsKeys,
} from './auth-rules.js';
import type { ConfigFile } from './config-file.js';
import type { EnvironmentInput } from './environment.js';
import { asWord, fromFile, fromOutside, type Ways, waysText } from './given-settings.js';
import { byDefault, type Setting, settingError } from './setting.js';

/** How to authenticate, as it was given; what doesn't go with the mechanism is left out. */
export interface AuthSettings {
  readonly mechanism: Setting<Mechanism>;
  readonly username?: Setting | undefined;
  readonly password?: Setting | undefined;
  readonly algorithm?: Setting<Algorithm> | undefined;
  readonly tls?: Setting<boolean> | undefined;
  readonly ca?: Setting | undefined;
  readonly certificate?: Setting | undefined;
  readonly key?: Setting | undefined;
  readonly serverName?: Setting | undefined;
}

const ways = {
  mechanism: { flag: 'auth', variable: 'EXOPS_AUTH' },
  username: { flag: 'username', variable: 'EXOPS_USERNAME' },
  password: { variable: 'EXOPS_PASSWORD' },
  algorithm: { flag: 'algorithm' },
  tls: {},
  ca: { flag: 'ca', variable: 'EXOPS_CA' },
  certificate: { flag: 'certificate', variable: 'EXOPS_CERTIFICATE' },
  key: { flag: 'key', variable: 'EXOPS_KEY' },
  serverName: {},
} as const satisfies Record<AuthKey | 'mechanism', Ways>;

/**
 * Lays flags over variables over the file.
 * @param path the cluster's `auth` in the file
 * @throws UsageError when what was given doesn't go together
 */
export function authSettings(
  input: EnvironmentInput,
  file: ConfigFile | undefined,
  path: Path,
): AuthSettings {
  const inFile = fromFile<Mechanism>(file, [...path, 'mechanism']);
  const outside = fromOutside(input, ways.mechanism);
  const mechanism =
    outside === undefined ? (inFile ?? byDefault<Mechanism>('none')) : asWord(outside, mechanisms);
  // Credentials were written down for the file's mechanism; another one would send them in another way.
  const fileKeys = inFile?.value === mechanism.value ? authKeys : tlsKeys;
  const isNamedOutside = mechanism.origin.kind === 'variable' || file === undefined;

  const pick = <T>(key: AuthKey, given: Setting<T> | undefined, tls?: Setting<boolean>) => {
    const setting = given ?? (fileKeys.includes(key) ? fromFile<T>(file, [...path, key]) : undefined);
    return fitting(key, setting, { mechanism: mechanism.value, tls: tls?.value }, isNamedOutside);
  };
  const tls = pick('tls', tlsFlag(input));
  const text = (key: AuthKey) => pick(key, fromOutside(input, ways[key]), tls);
  const algorithm = text('algorithm');
  const settings = {
    mechanism,
    username: text('username'),
    password: text('password'),
    algorithm: algorithm === undefined ? undefined : asWord(algorithm, algorithms),
    tls,
    ca: text('ca'),
    certificate: text('certificate'),
    key: text('key'),
    serverName: text('serverName'),
  };
  refuseMissing(settings);
  return settings;
}

function tlsFlag({ flags: { tls } }: EnvironmentInput): Setting<boolean> | undefined {
  if (tls === undefined) return undefined;
  return { value: tls, origin: { kind: 'flag', name: tls ? '--tls' : '--no-tls' } };
}

/** What doesn't go with the mechanism is a mistake in a flag, and in variables that name both; else it is left over. */
function fitting<T>(
  key: AuthKey,
  setting: Setting<T> | undefined,
  transport: Transport,
  isNamedOutside: boolean,
): Setting<T> | undefined {
  const message = misfitOf(key, transport);
  if (setting === undefined || message === undefined) return setting;
  const { kind } = setting.origin;
  if (kind === 'flag' || (kind === 'variable' && isNamedOutside)) throw settingError(setting, message);
  return undefined;
}

function refuseMissing(settings: AuthSettings): void {
  const { mechanism, certificate, key } = settings;
  const causes: { readonly [missing in AuthKey]?: Setting | undefined } = {
    key: certificate,
    certificate: key,
  };
  for (const missing of missingKeys(mechanism.value, (one) => settings[one] !== undefined)) {
    const message = `${needFor(missing, mechanism.value)}: ${waysText(ways[missing])}`;
    throw settingError(causes[missing] ?? mechanism, message);
  }
}
