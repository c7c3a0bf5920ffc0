import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { configSchema } from '../src/lib/config/schema.js';
import { manifestSchema } from '../src/lib/manifest/schema.js';

const folder = new URL('../docs/schema/', import.meta.url);

interface PublishedSchema {
  /** Its name in docs/schema. */
  readonly file: string;
  readonly schema: GenericSchema;
}

const published: readonly PublishedSchema[] = [
  { file: 'exops.schema.json', schema: configSchema },
  { file: 'topics.schema.json', schema: manifestSchema },
];

/** The published files that are not what the code says, and what each should be. */
export async function outdatedSchemas(): Promise<readonly { url: URL; text: string }[]> {
  const wanted = published.map(({ file, schema }) => ({ url: new URL(file, folder), text: textOf(schema) }));
  const present = await Promise.all(wanted.map(({ url }) => readFile(url, 'utf8').catch(() => undefined)));
  return wanted.filter(({ text }, index) => text !== present[index]);
}

/** Rules that only words can say are left to `exops config validate`. */
function textOf(schema: GenericSchema): string {
  const json = toJsonSchema(schema, { target: 'draft-07', ignoreActions: ['raw_check'] });
  return `${JSON.stringify(json, null, 2)}\n`;
}

async function main(isCheck: boolean): Promise<void> {
  const outdated = await outdatedSchemas();
  for (const { url, text } of outdated) {
    console.log(`${isCheck ? 'outdated' : 'written'}: ${fileURLToPath(url)}`);
    if (isCheck) process.exitCode = 1;
    else await mkdir(folder, { recursive: true }).then(() => writeFile(url, text));
  }
  if (process.exitCode === 1) console.log('Run: npx tsx scripts/schema.ts');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.includes('--check'));
