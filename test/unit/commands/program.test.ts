import { expect, test } from 'vitest';
import { buildProgram } from '../../../src/program.js';

const namesFor = (...typed: readonly string[]): readonly string[] =>
  buildProgram('0.0.0', typed, async () => {}).commands.map((command) => command.name());

test('a command that is typed is built alone, under the name that it has', () => {
  const tools = /^(rpk|kafka-.*|complete|help)$/;
  for (const name of namesFor().filter((one) => !tools.test(one)))
    expect(namesFor(name)).toEqual([name, 'complete', 'help']);
});

test('all are built for what begins with none of them', () => {
  const all = namesFor();
  expect(all).toContain('topics');
  expect(all.indexOf('rpk')).toBeGreaterThan(all.indexOf('host'));
  expect(all.indexOf('config')).toBeGreaterThan(all.indexOf('rpk'));
  for (const typed of [
    ['--help'],
    ['complete', 'topics', ''],
    ['help', 'topics'],
    ['constructor'],
    ['topcs'],
  ])
    expect(namesFor(...typed)).toEqual(all);
});

test('to complete a line its command is enough, once it is typed', () => {
  expect(namesFor('complete', '--', 'topics', '')).toEqual(['topics', 'complete', 'help']);
  expect(namesFor('complete', '--shell', 'bash', '--', 'rpk', '')).toContain('rpk');
  expect(namesFor('complete', '--', 'topics')).toEqual(namesFor());
});
