import { expect, test } from 'vitest';
import { newLoginKey } from '../../../src/lib/ssh/login-key.js';
import * as ssh2 from '../../../src/lib/ssh/ssh2-client.js';

test('a login key signs until it is told to forget', () => {
  const { publicKey, signer, forget } = newLoginKey(ssh2);
  const data = Buffer.from('what is signed');
  const offered = ssh2.parseKey(publicKey);
  if (offered instanceof Error) throw offered;

  expect(signer.isPrivateKey()).toBe(true);
  expect(signer.getPublicSSH()).toEqual(offered.getPublicSSH());
  expect(offered.verify(data, signer.sign(data))).toBe(true);
  expect(signer.getPrivatePEM()).toBeNull();

  forget();
  expect(signer.sign(data)).toBeInstanceOf(Error);
});

test('ssh2 takes a login key for one of its own', () => {
  const { signer } = newLoginKey(ssh2);
  // The types know texts only.
  expect(ssh2.parseKey(signer as unknown as string)).toBe(signer);
});
