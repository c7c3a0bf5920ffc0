import { expect, test } from 'vitest';
import type { Chosen } from '../../../src/lib/config/environment.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';

/** What was to be permitted, and what was looked up all the same. */
async function refused(flags: Readonly<Record<string, string>>) {
  const auth = `{ mechanism: plain, username: x, password: "\${ssm:/secret}" }`;
  const cluster = `{ brokers: ["\${ssm:/brokers}"], auth: ${auth}, via: kafka }`;
  const { folder, input } = await exopsFolder({
    'exops.yaml': exopsYaml({
      dev: `{ cluster: ${cluster}, hosts: { kafka: { instance: i-0123456789abcdef0 } } }`,
    }),
  });
  const chosen: Chosen[] = [];
  const lookedUp: unknown[] = [];
  const ssm: ReferenceSource = {
    ...{ name: 'ssm', isSecret: true },
    resolve: async (names) => {
      lookedUp.push(names);
      return new Map();
    },
  };
  const permit = async (one: Chosen) => {
    chosen.push(one);
    throw new Error('refused');
  };
  await expect(loadEnvironment(input({ flags, sources: () => [ssm], permit }))).rejects.toThrow('refused');
  const [{ file, via } = { file: undefined, via: undefined }] = chosen;
  return { path: file?.path.replace(folder, ''), digest: file?.digest, via, lookedUp };
}

test('what was chosen may be refused before anything is looked up', async () => {
  expect(await refused({})).toEqual({
    path: '/exops.yaml',
    digest: expect.stringMatching(/^[0-9a-f]{64}$/),
    via: 'kafka',
    lookedUp: [],
  });
  const typed = { environment: 'dev', brokers: 'a:1', via: 'direct' };
  expect(await refused(typed)).toMatchObject({ path: '/exops.yaml', via: undefined, lookedUp: [] });
});

test('brokers by themselves use nothing of a file', async () => {
  expect(await refused({ brokers: 'a:1' })).toMatchObject({ path: undefined, via: undefined, lookedUp: [] });
});
