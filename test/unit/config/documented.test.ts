import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readConfigFile } from '../../../src/lib/config/config-file.js';
import { folderWith } from './folder.js';

async function environmentsIn(text: string): Promise<readonly string[]> {
  const folder = await folderWith({ 'exops.yaml': text });
  const places = { cwd: folder, home: '/nonexistent-home' };
  const { config } = await readConfigFile(join(folder, 'exops.yaml'), places);
  return Object.keys(config.environments);
}

test('the file in docs/configuration.md is a valid one', async () => {
  const page = await readFile('docs/configuration.md', 'utf8');
  const [, yaml = ''] = /^```yaml\n(.*?)^```/ms.exec(page) ?? [];
  expect(await environmentsIn(yaml)).toEqual(['dev']);
});

test('all examples are', async () => {
  const names = await readdir('docs/examples');
  expect(names.length).toBeGreaterThan(0);
  for (const name of names) {
    const text = await readFile(join('docs/examples', name, 'exops.yaml'), 'utf8');
    expect(await environmentsIn(text), name).not.toEqual([]);
  }
});
