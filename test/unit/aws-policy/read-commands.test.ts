import { expect, test } from 'vitest';
import { needsOfCommands } from '../../../src/lib/aws-policy/needs.js';
import { readCommands } from '../../../src/lib/aws-policy/read-commands.js';

const names = (...words: readonly string[]) => readCommands(words).map(({ name }) => name);

test('one to three words are a command, however they are quoted', () => {
  expect(names('connect')).toEqual(['connect']);
  expect(names('dev', 'sleep')).toEqual(['dev sleep']);
  expect(names('dev sleep', 'dev wake')).toEqual(['dev sleep', 'dev wake']);
  expect(names('dev', 'sleep', 'connect', 'dev', 'wake', 'connect')).toEqual([
    'connect',
    'dev sleep',
    'dev wake',
  ]);
  expect(names('exops dev sleep')).toEqual(['dev sleep']);
  expect(names('dev', 'schedule', 'set', 'dev', 'wake')).toEqual(['dev wake', 'dev schedule set']);
});

test('a word that many begin with is all of them', () => {
  expect(names('topics')).toEqual(Object.keys(needsOfCommands).filter((name) => name.startsWith('topics ')));
  expect(names('aws', 'connect')).toEqual(['connect', 'aws policy']);
  expect(names('dev', 'schedule', 'connect')).toEqual([
    ...['connect', 'dev schedule show', 'dev schedule set', 'dev schedule remove', 'dev schedule policy'],
  ]);
});

test("Kafka's tools need the same", () => {
  expect(names('kafka-acls')).toEqual(['kafka-topics']);
  expect(names('rpk')).toEqual(['rpk']);
});

test('no word is every command', () => {
  expect(names()).toEqual(Object.keys(needsOfCommands));
});

test.each([
  ['dev snooze', 'There is no command "dev snooze".'],
  ['dev slep', 'There is no command "dev slep" (did you mean "dev sleep"?).'],
  ['dev schedule sett', 'There is no command "dev schedule sett" (did you mean "dev schedule set"?).'],
  ['conect', 'There is no command "conect" (did you mean "connect"?).'],
  ['constructor', 'There is no command "constructor".'],
  ['dev constructor', 'There is no command "dev constructor".'],
  ['x\u001b[2J', 'There is no command "x\\x1b[2J".'],
])('%j', (words, message) => {
  expect(() => names(words)).toThrow(expect.objectContaining({ message, exitCode: 2 }));
});
