import { describe, expect, test } from 'vitest';
import { environmentVariables } from '../../../src/lib/config/environment-variables.js';
import { type ReferenceSource, resolveReferences } from '../../../src/lib/config/references.js';

function source(name: string, values: Record<string, string>, isSecret = false) {
  const calls: (readonly string[])[] = [];
  const one: ReferenceSource = {
    name,
    isSecret,
    resolve: async (names) => {
      calls.push(names);
      return new Map(Object.entries(values));
    },
  };
  return { ...one, calls };
}

const env = (name: string) => `\${env:${name}}`;
const vault = (name: string) => `\${vault:${name}}`;

describe('resolveReferences', () => {
  test('replaces references and keeps everything else', async () => {
    const texts = [`${env('HOST')}:9092`, 'plain', `$${env('HOST')}`, `${env('HOST')}${env('PORT')}`];
    const resolved = await resolveReferences(texts, [source('env', { HOST: 'kafka', PORT: '1' })]);
    expect(resolved.map(({ text }) => text)).toEqual(['kafka:9092', 'plain', env('HOST'), 'kafka1']);
  });

  test('a value is taken as it is, even when it looks like a reference', async () => {
    const [resolved] = await resolveReferences([env('A')], [source('env', { A: env('B'), B: 'x' })]);
    expect(resolved?.text).toBe(env('B'));
  });

  test('asks each source once for all its names, and a source that nothing needs not at all', async () => {
    const sources = [source('env', { A: '1', B: '2' }), source('vault', { A: '3' }), source('cfn', {})];
    await resolveReferences([env('A'), `${env('B')} ${vault('A')}`, env('A')], sources);
    expect(sources.map(({ calls }) => calls)).toEqual([[['A', 'B']], [['A']], []]);
  });

  test('a text with a part of a secret source is secret', async () => {
    const sources = [source('env', { A: '1' }), source('vault', { A: '3' }, true)];
    const resolved = await resolveReferences([env('A'), `a ${vault('A')}`, 'x'], sources);
    expect(resolved.map(({ isSecret }) => isSecret)).toEqual([false, true, false]);
  });

  test('names what has no value', async () => {
    const [resolved] = await resolveReferences(
      [`${env('A')}${env('B')}${vault('C')}`],
      [source('env', { A: '1' })],
    );
    expect(resolved?.missing.map(({ text }) => text)).toEqual([env('B'), vault('C')]);
  });
});

describe('environmentVariables', () => {
  test('knows variables that are set, and counts an empty one as not set', async () => {
    const variables = environmentVariables({ A: '1', EMPTY: '', NONE: undefined });
    expect(await variables.resolve(['A', 'EMPTY', 'NONE', 'toString'])).toEqual(new Map([['A', '1']]));
    expect(variables).toMatchObject({ name: 'env', isSecret: false });
  });
});
