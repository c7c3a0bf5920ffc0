import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  askedForByAws,
  type Grant,
  grants,
  needsNoRight,
  needsOfCommands,
} from '../../../src/lib/aws-policy/needs.js';

const folder = 'src/lib/aws';
const all: readonly Grant[] = grants;
const inTable = new Set(all.flatMap(({ actions }) => actions));

/** Every action that a request names: `action: 'ec2:DescribeInstances'`. */
async function actionsInSource(): Promise<ReadonlySet<string>> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  const code = texts.map((text) => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')).join('\n');
  return new Set(
    [...code.matchAll(/['"`]([a-z][a-z0-9-]*:[A-Z][A-Za-z]+)['"`]/g)].map(([, action = '']) => action),
  );
}

describe('the table of needs', () => {
  test('has every action that src/lib/aws asks for, and no other', async () => {
    const inSource = await actionsInSource();
    expect(inSource.size).toBeGreaterThan(50);
    expect([...inSource].filter((action) => !inTable.has(action) && !needsNoRight.includes(action))).toEqual(
      [],
    );
    expect([...inTable].filter((action) => !inSource.has(action) && !askedForByAws.includes(action))).toEqual(
      [],
    );
  });

  test('gives each action to some command', () => {
    const does = new Set<string>(Object.values(needsOfCommands).flatMap((needs) => needs.does));
    const idle = all.map(({ sid }) => sid).filter((sid) => sid !== 'ResolveReferences' && !does.has(sid));
    expect(idle).toEqual([]);
    expect(Object.values(needsOfCommands).some(({ resolves }) => resolves.length > 0)).toBe(true);
  });

  test('exempts nothing that would need a right', () => {
    expect(needsNoRight.filter((action) => inTable.has(action))).toEqual([]);
    expect(askedForByAws.filter((action) => !inTable.has(action))).toEqual([]);
  });

  test('says what for in letters and digits, as IAM wants a Sid', () => {
    expect(all.map(({ sid }) => sid).filter((sid) => !/^[A-Z][A-Za-z]+$/.test(sid))).toEqual([]);
  });

  test('lists what belongs together in one place', () => {
    const sids = all.map(({ sid }) => sid);
    const runs = sids.filter((sid, index) => sid !== sids[index - 1]);
    expect(runs).toEqual([...new Set(runs)]);
  });
});
