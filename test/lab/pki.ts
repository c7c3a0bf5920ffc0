import { readFile, writeFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { basename, dirname, join } from 'node:path';
import { runCommand } from './run-command.js';

/** Paths of PEM files. The key is PKCS#8; the keystore is key and certificate in one file, as Kafka wants it. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  readonly keystore: string;
}

export interface Pki {
  /** Path of the certificate of the authority that signed everything here but `stranger`. */
  readonly ca: string;
  /** For localhost and 127.0.0.1. */
  readonly broker: KeyPair;
  /** For a name that isn't this machine's. */
  readonly otherName: KeyPair;
  readonly client: KeyPair;
  /** What Kafka calls the holder of the client certificate. */
  readonly clientPrincipal: string;
  /** An authority that signed nothing of the broker's, and a client certificate of its own. */
  readonly otherCa: string;
  readonly stranger: KeyPair;
}

/** A certificate that a broker shows. */
export interface CertificateRequest {
  /** Host names and addresses; localhost and 127.0.0.1 when left out. */
  readonly names?: readonly string[];
  /** It has ended. */
  readonly isExpired?: boolean;
  /** Who signs it; the authority that signed the others when left out. */
  readonly by?: 'other authority' | 'itself';
}

/** Makes the certificates of one run of the lab in a folder. Needs openssl. */
export async function createPki(folder: string): Promise<Pki> {
  const [ca, otherCa] = await Promise.all([authority(folder, 'ca'), authority(folder, 'other-ca')]);
  const [broker, otherName, client, stranger] = await Promise.all([
    signed(folder, 'broker', ca, 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
    signed(folder, 'other-name', ca, 'subjectAltName=DNS:kafka.example.org'),
    signed(folder, 'client', ca, 'extendedKeyUsage=clientAuth'),
    signed(folder, 'stranger', otherCa, 'extendedKeyUsage=clientAuth'),
  ]);
  return { ca: ca.cert, otherCa: otherCa.cert, broker, otherName, client, clientPrincipal, stranger };
}

/** One more certificate, beside those of the PKI. */
export async function brokerCertificate(
  pki: Pki,
  name: string,
  { names = ['localhost', '127.0.0.1'], isExpired = false, by }: CertificateRequest,
): Promise<KeyPair> {
  const paths = keyPair(dirname(pki.ca), name);
  const request = `${paths.cert}.csr`;
  const alternatives = names.map((host) => `${isIP(host) === 0 ? 'DNS' : 'IP'}:${host}`).join(',');
  await runCommand('openssl', [
    ...['req', '-new', '-subj', `/CN=${commonName(name)}`, ...newKey, '-keyout', paths.key, '-out', request],
    ...['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', `subjectAltName=${alternatives}`],
  ]);
  const authority = by === 'other authority' ? pki.otherCa : pki.ca;
  const authorityKey = keyPair(dirname(authority), basename(authority, '.pem')).key;
  const signer = by === 'itself' ? ['-key', paths.key] : ['-CA', authority, '-CAkey', authorityKey];
  await runCommand('openssl', [
    ...['x509', '-req', '-in', request, '-copy_extensions', 'copy', '-out', paths.cert],
    ...['-days', isExpired ? '-1' : '30', ...signer],
  ]);
  return withKeystore(paths);
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

const commonName = (name: string): string => `exops-lab-${name}`;

/** What Kafka calls the holder of every PKI's client certificate. */
export const clientPrincipal = `User:CN=${commonName('client')}`;

function authority(folder: string, name: string): Promise<KeyPair> {
  return certificate(folder, name, ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']);
}

function signed(folder: string, name: string, by: KeyPair, extension: string): Promise<KeyPair> {
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', extension];
  return certificate(folder, name, ['-CA', by.cert, '-CAkey', by.key, ...leaf]);
}

async function certificate(folder: string, name: string, options: readonly string[]): Promise<KeyPair> {
  const paths = keyPair(folder, name);
  await runCommand('openssl', [
    ...['req', '-x509', '-days', '30', '-subj', `/CN=${commonName(name)}`],
    ...[...newKey, '-keyout', paths.key, '-out', paths.cert, ...options],
  ]);
  return withKeystore(paths);
}

function keyPair(folder: string, name: string): KeyPair {
  const path = join(folder, name);
  return { cert: `${path}.pem`, key: `${path}.key`, keystore: `${path}.keystore.pem` };
}

async function withKeystore(paths: KeyPair): Promise<KeyPair> {
  const texts = await Promise.all([paths.key, paths.cert].map((path) => readFile(path, 'utf8')));
  await writeFile(paths.keystore, texts.join(''), { mode: 0o600 });
  return paths;
}
