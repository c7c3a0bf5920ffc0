import { expect, test } from 'vitest';
import { kubeconfigText, open } from '../k8s/opened.js';
import { object, serve } from '../k8s/scripted-server.js';

test('a request that only tries is told as such, and no other', async () => {
  const server = await serve(() => ({ body: object('db', { kind: 'Secret', data: {} }) }));
  const { kubernetes, events } = await open(kubeconfigText(server.url));
  const secret = { name: 'db', uid: 'uid-db', resourceVersion: '7' };
  await kubernetes.secrets.patch(secret, { data: { A: 'x' } }, { dryRun: true });
  await kubernetes.secrets.patch(secret, { data: { A: 'x' } });
  expect(events.map((event) => event.replace(/ \(\d+ ms\)$/, ''))).toEqual([
    'Kubernetes PATCH /api/v1/namespaces/exchange-dev/secrets/db (dry run) 200',
    'Kubernetes PATCH /api/v1/namespaces/exchange-dev/secrets/db 200',
  ]);
});
