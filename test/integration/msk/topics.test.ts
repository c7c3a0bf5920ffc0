import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { folderWith } from '../../run.js';
import { mskEnvironment } from './msk-environment.js';

test('what Express keeps to itself is refused in the plan, where the cluster is looked up by name', async () => {
  const { msk, name, exops, configure } = mskEnvironment();
  const { listeners } = await sharedMsk();
  const plaintext = { private: { plaintext: listeners.plaintext } };
  await msk.createCluster({ name: name(), instanceType: 'express.m7g.large', brokers: plaintext });
  await configure(`{ name: ${name()}, auth: { mechanism: none } }`);
  const folder = await folderWith({});
  const manifest = join(folder, 'topics.yaml');
  const topic = `  ${name('orders')}: { partitions: 1, configs: { segment.bytes: 50MiB } }\n`;
  await writeFile(manifest, `version: 1\ntopics:\n${topic}`);
  const { code, stdout } = await exops(`topics sync ${manifest} --dry-run -o json`);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).plan).toMatchObject({
    changes: [],
    refusals: [
      {
        name: name('orders'),
        reason: 'MSK Express sets it by itself: leave it out',
        field: { name: 'segment.bytes', after: '52428800' },
      },
    ],
  });
});
