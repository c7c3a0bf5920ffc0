import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { examine } from './suite/examine.js';
import { authOf } from './suite/listener-setups.js';
import { awsBlock, inPlace, keyOf } from './suite/place.js';

test('no broker is shown a token of another account, though its address needs no AWS', async () => {
  await inPlace(async (place) => {
    const msk = await place.msk();
    const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
    const { document } = await examine(place, {
      environment: { aws: { ...awsBlock, accountId: '111122223333' }, cluster },
    });
    expect(document.verdict).toMatchObject({ layer: 'account', problem: 'wrong-account' });
    expect(document.exitCode).toBe(4);
    const login = document.layers.find(({ layer }) => layer === 'login');
    expect(login).toMatchObject({ status: 'not reached', because: 'account' });
    expect(await msk.iamLogins(keyOf(place.aws).accessKeyId)).toEqual([]);
  });
});

test('a token that is refused is in nothing that is written, however much is asked to be told', async () => {
  await inPlace(async (place) => {
    const msk = await place.msk({ isLetIn: false });
    const cluster = { brokers: [msk.listeners.iam], auth: authOf('iam', msk) };
    const { result, document } = await examine(place, {
      ...{ environment: { aws: awsBlock, cluster }, args: '-v', env: { EXOPS_DEBUG: '1' } },
    });
    expect(document.verdict).toMatchObject({ layer: 'login', problem: 'connect-denied' });
    expect(result.stderr).toContain('sts:GetCallerIdentity');
    const { accessKeyId } = keyOf(place.aws);
    const files = await readdir(place.folder, { recursive: true, withFileTypes: true });
    const written = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
    for (const text of [result.stdout, result.stderr, ...(await Promise.all(written))])
      for (const secret of [accessKeyId, tokenBegins, 'X-Amz-Signature']) expect(text).not.toContain(secret);
  });
});

/** Of every token: an address of Kafka's. */
const tokenBegins = Buffer.from('https://kafka.').toString('base64url').slice(0, -2);
