import { expect, test } from 'vitest';
import { outdatedSchemas } from '../../../scripts/schema.js';

test('docs/schema is what the code says; else run: npx tsx scripts/schema.ts', async () => {
  expect((await outdatedSchemas()).map(({ url }) => url.pathname)).toEqual([]);
});
