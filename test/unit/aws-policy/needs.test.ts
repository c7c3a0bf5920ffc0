import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needsOfCommands } from '../../../src/lib/aws-policy/needs.js';
import {
  askedForByAws,
  askedForByKafka,
  type Grant,
  needsNoRight,
  purposes,
} from '../../../src/lib/aws-policy/purposes.js';

const all: readonly Grant[] = Object.values(purposes).flat();
const inTable = new Set(all.flatMap(({ actions }) => actions));

/** The TypeScript below a folder, without its comments. */
async function sourcesIn(below: string, isMeant: (name: string) => boolean = () => true): Promise<string[]> {
  const all = await readdir(below, { recursive: true });
  const files = all.filter((name) => name.endsWith('.ts') && isMeant(name));
  const texts = await Promise.all(files.map((name) => readFile(join(below, name), 'utf8')));
  return texts.map((text) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''));
}

/** Every action that a request names: `action: 'ec2:DescribeInstances'`. */
async function actionsInSource(): Promise<ReadonlySet<string>> {
  const code = (await sourcesIn('src/lib/aws')).join('\n');
  return new Set(
    [...code.matchAll(/['"`]([a-z][a-z0-9-]*:[A-Z][A-Za-z0-9]+)['"`]/g)].map(([, action = '']) => action),
  );
}

describe('the table of needs', () => {
  test('has every action that src/lib/aws asks for, and no other', async () => {
    const inSource = await actionsInSource();
    const exempt: readonly string[] = needsNoRight;
    expect(inSource.size).toBeGreaterThan(50);
    expect([...inSource].filter((action) => !inTable.has(action) && !exempt.includes(action))).toEqual([]);
    const known = new Set([...inSource, ...askedForByAws]);
    expect([...inTable].filter((action) => !known.has(action) && !askedForByKafka.test(action))).toEqual([]);
  });

  test('gives each purpose to some command', () => {
    const does = new Set<string>(Object.values(needsOfCommands).flatMap((needs) => needs.does));
    const idle = Object.keys(purposes).filter((sid) => !does.has(sid));
    expect(idle).toEqual(['ResolveReferences']);
    expect(Object.values(needsOfCommands).some(({ resolves }) => resolves.length > 0)).toBe(true);
  });

  test('exempts nothing that it has', () => {
    expect([...needsNoRight].filter((action) => inTable.has(action))).toEqual([]);
    expect(askedForByAws.filter((action) => !inTable.has(action))).toEqual([]);
  });

  test('what is never asked for is asked for by nobody', async () => {
    const files = await sourcesIn('src', (name) => !name.startsWith('lib/aws/'));
    expect(files.filter((text) => /\beks\.nodegroups\(/.test(text))).toEqual([]);
  });

  test('says what for in letters and digits, as IAM wants a Sid', () => {
    expect(Object.keys(purposes).filter((sid) => !/^[A-Z][A-Za-z]+$/.test(sid))).toEqual([]);
  });
});
