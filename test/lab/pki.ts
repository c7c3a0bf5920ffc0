import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/** Makes the certificates of one run of the lab in a folder. Needs openssl. */
export async function createPki(folder: string): Promise<Pki> {
  const [ca, otherCa] = await Promise.all([authority(folder, 'ca'), authority(folder, 'other-ca')]);
  const [broker, otherName, client, stranger] = await Promise.all([
    signed(folder, 'broker', ca, 'subjectAltName=DNS:localhost,IP:127.0.0.1'),
    signed(folder, 'other-name', ca, 'subjectAltName=DNS:kafka.example.org'),
    signed(folder, 'client', ca, 'extendedKeyUsage=clientAuth'),
    signed(folder, 'stranger', otherCa, 'extendedKeyUsage=clientAuth'),
  ]);
  const clientPrincipal = `User:CN=${commonName('client')}`;
  return { ca: ca.cert, otherCa: otherCa.cert, broker, otherName, client, clientPrincipal, stranger };
}

const commonName = (name: string): string => `exops-lab-${name}`;

function authority(folder: string, name: string): Promise<KeyPair> {
  return certificate(folder, name, ['-addext', 'keyUsage=critical,keyCertSign,cRLSign']);
}

function signed(folder: string, name: string, by: KeyPair, extension: string): Promise<KeyPair> {
  const leaf = ['-addext', 'basicConstraints=critical,CA:FALSE', '-addext', extension];
  return certificate(folder, name, ['-CA', by.cert, '-CAkey', by.key, ...leaf]);
}

async function certificate(folder: string, name: string, options: readonly string[]): Promise<KeyPair> {
  const cert = join(folder, `${name}.pem`);
  const key = join(folder, `${name}.key`);
  const keystore = join(folder, `${name}.keystore.pem`);
  await runCommand('openssl', [
    ...['req', '-x509', '-days', '30', '-subj', `/CN=${commonName(name)}`],
    ...['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
    ...['-keyout', key, '-out', cert, ...options],
  ]);
  await writeFile(keystore, `${await readFile(key, 'utf8')}${await readFile(cert, 'utf8')}`, { mode: 0o600 });
  return { cert, key, keystore };
}
