import { join } from 'node:path';
import { runCommand } from '../run-command.js';

/** Paths of PEM files; the key is PKCS#8. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** An authority in a folder: `ca.pem` and `ca.key`. */
export function authorityIn(folder: string): Certificate {
  return { cert: join(folder, 'ca.pem'), key: join(folder, 'ca.key') };
}

/** A self-signed authority. Needs openssl, like all of these. */
export function createAuthority(folder: string): Promise<Certificate> {
  return createCertificate(folder, 'ca', '/CN=exops-lab-ca', ['keyUsage=critical,keyCertSign,cRLSign']);
}

/** For localhost and 127.0.0.1. */
export function createServerCertificate(folder: string, name: string, by: Certificate): Promise<Certificate> {
  const addresses = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  return createLeaf(folder, name, `/CN=exops-lab-${name}`, [addresses, 'extendedKeyUsage=serverAuth'], by);
}

/** To Kubernetes the common name is the user, and the organization a group. */
export function createClientCertificate(
  folder: string,
  { user, group }: { readonly user: string; readonly group?: string },
  by: Certificate,
): Promise<Certificate> {
  const subject = `${group === undefined ? '' : `/O=${group}`}/CN=${user}`;
  return createLeaf(folder, user, subject, ['extendedKeyUsage=clientAuth'], by);
}

function createLeaf(
  folder: string,
  name: string,
  subject: string,
  extensions: readonly string[],
  by: Certificate,
): Promise<Certificate> {
  return createCertificate(folder, name, subject, ['basicConstraints=critical,CA:FALSE', ...extensions], by);
}

async function createCertificate(
  folder: string,
  name: string,
  subject: string,
  extensions: readonly string[],
  by?: Certificate,
): Promise<Certificate> {
  const made = { cert: join(folder, `${name}.pem`), key: join(folder, `${name}.key`) };
  await runCommand('openssl', [
    ...['req', '-x509', '-days', '30', '-subj', subject],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', made.key, '-out', made.cert],
    ...(by === undefined ? [] : ['-CA', by.cert, '-CAkey', by.key]),
    ...extensions.flatMap((extension) => ['-addext', extension]),
  ]);
  return made;
}
