import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { validateConfig } from '../../../src/lib/config/validate-config.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { failureOf, messageOf } from './failure.js';

describe('validateConfig', () => {
  test('lists the environments and their manifests, resolving nothing', async () => {
    const { folder, input } = await exopsFolder({
      'exops.yaml': exopsYaml({
        dev: `{ topics: [a.yaml, "\${env:TEAM}.yaml"], cluster: { brokers: "\${env:HOST}:1" } }`,
        prod: '{ topics: a.yaml }',
        other: '{}',
      }),
    });
    expect(await validateConfig(input())).toEqual({
      file: join(folder, 'exops.yaml'),
      environments: [
        { name: 'dev', manifests: [join(folder, 'a.yaml')] },
        { name: 'prod', manifests: [join(folder, 'a.yaml')] },
        { name: 'other', manifests: [] },
      ],
    });
  });

  test('finds what is wrong in any environment, whatever brokers or environment are chosen', async () => {
    const { input } = await exopsFolder({
      'exops.yaml': exopsYaml({ dev: '{}', prod: '{ cluster: { brokers: b } }' }),
    });
    const flags = { environment: 'dev', brokers: 'a:1' };
    expect(await messageOf(() => validateConfig(input({ flags })))).toMatch(
      /^exops.yaml:4:31 brokers: "b" has no port/,
    );
  });

  test('needs a file', async () => {
    const { input } = await exopsFolder({});
    const error = await failureOf(() => validateConfig(input()));
    expect(error.message).toBe('There is no exops.yaml here or in a folder above.');
    expect(error.hint).toBe('Name one with --config or EXOPS_CONFIG.');
  });
});
