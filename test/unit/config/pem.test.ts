import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { belongsTo, certificatesOf, privateKeyOf } from '../../../src/lib/config/pem.js';
import { Secret } from '../../../src/lib/config/secret.js';
import { certificate, key } from './certificate.js';
import { failureOf, messageOf } from './failure.js';

const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const otherKey = other.export({ type: 'pkcs8', format: 'pem' }).toString();
const locked = (type: 'pkcs8' | 'sec1') =>
  other.export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' }).toString();
const broken = (pem: string) => pem.replace(/\n[A-Za-z0-9+/]{64}\n/, '\nAAAA\n');

describe('certificatesOf', () => {
  test('takes the certificates out of what else is in the file', () => {
    const text = `Subject: someone\n${certificate}${key}\r\n${certificate}`;
    expect(certificatesOf(text)).toBe(certificate + certificate);
  });

  test.each([
    ['nothing', '', 'is no PEM file with a certificate'],
    ['a key only', key, 'is no PEM file with a certificate'],
    ['a cut one', certificate.slice(0, 300), 'is no PEM file with a certificate'],
    ['a broken one', broken(certificate), 'has a certificate that can not be read'],
    ['a good and a broken one', certificate + broken(certificate), 'has a certificate that can not be read'],
  ])('refuses %s', async (_, text, message) => {
    expect(await messageOf(() => certificatesOf(text))).toBe(message);
  });
});

describe('privateKeyOf', () => {
  test('takes the key out of what else is in the file, as a secret', () => {
    const secret = privateKeyOf(certificate + key);
    expect(secret.reveal()).toBe(key);
    expect(String(secret)).not.toContain('PRIVATE');
  });

  test.each([
    ['nothing', '', 'is no PEM file with a private key'],
    ['a certificate', certificate, 'is no PEM file with a private key'],
    ['a locked one', locked('pkcs8'), 'has a key with a passphrase, which exops has no way to ask for'],
    ['a locked old one', locked('sec1'), 'has a key with a passphrase, which exops has no way to ask for'],
    ['a broken one', broken(key), 'has a private key that can not be read'],
  ])('refuses %s', async (_, text, message) => {
    const error = await failureOf(() => privateKeyOf(text));
    expect(error.message).toBe(message);
    expect(error.cause).toBeUndefined();
  });
});

test('belongsTo tells the key of a certificate from another', () => {
  expect(belongsTo(certificate, new Secret(key))).toBe(true);
  expect(belongsTo(certificate, new Secret(otherKey))).toBe(false);
});
