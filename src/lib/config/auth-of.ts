import type { Auth, TlsSettings } from '../kafka/auth.js';
import { defaultAlgorithm } from './auth-rules.js';
import type { AuthSettings } from './auth-settings.js';
import { belongsTo, certificatesOf, privateKeyOf } from './pem.js';
import type { ReadSetting } from './resolve-settings.js';
import { Secret } from './secret.js';
import { type Setting, settingError } from './setting.js';
import { pathOf, readNamedFile } from './setting-path.js';
import type { Places } from './shown-path.js';

/**
 * The credentials that the settings mean; reads their PEM files.
 * @param token for IAM
 * @throws UsageError at the setting whose file is missing or isn't what it should be
 */
export async function authOf(
  settings: AuthSettings,
  read: ReadSetting,
  places: Places,
  token: () => Promise<string>,
): Promise<Auth> {
  const { mechanism, username, password } = settings;
  if (mechanism.value === 'none') return { mechanism: 'none' };
  const tls = settings.tls?.value === false ? undefined : await tlsOf(settings, read, places);
  if (mechanism.value === 'tls') return { mechanism: 'tls', tls: tls ?? {} };
  if (mechanism.value === 'iam') return { mechanism: 'iam', tls: tls ?? {}, token };
  const account = {
    username: username === undefined ? '' : read(username).text,
    password: new Secret(password === undefined ? '' : read(password).text),
    tls,
  };
  if (mechanism.value === 'plain') return { mechanism: 'plain', ...account };
  const algorithm = settings.algorithm?.value ?? defaultAlgorithm;
  return { mechanism: 'scram', algorithm: `scram-${algorithm}`, ...account };
}

async function tlsOf(
  { ca, certificate, key, serverName }: AuthSettings,
  read: ReadSetting,
  places: Places,
): Promise<TlsSettings> {
  const readPem = <T>(setting: Setting, parse: (text: string) => T): Promise<T> =>
    readNamedFile(setting, pathOf(setting, read, places), places, parse);
  const own =
    certificate === undefined || key === undefined ? {} : await ownCertificate(certificate, key, readPem);
  return {
    ...(ca === undefined ? {} : { ca: await readPem(ca, certificatesOf) }),
    ...own,
    ...(serverName === undefined ? {} : { serverName: read(serverName).text }),
  };
}

type ReadPem = <T>(setting: Setting, parse: (text: string) => T) => Promise<T>;

async function ownCertificate(
  certificateSetting: Setting,
  keySetting: Setting,
  readPem: ReadPem,
): Promise<Pick<TlsSettings, 'certificate' | 'key'>> {
  const certificate = await readPem(certificateSetting, certificatesOf);
  const key = await readPem(keySetting, privateKeyOf);
  if (!belongsTo(certificate, key)) throw settingError(keySetting, 'this is not the key of the certificate');
  return { certificate, key };
}
