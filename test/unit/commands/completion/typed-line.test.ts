import { expect, test } from 'vitest';
import { nameKind } from '../../../../src/commands/completion/name-kind.js';
import { readTypedLine } from '../../../../src/commands/completion/typed-line.js';
import { buildProgram } from '../../../../src/program.js';

const program = buildProgram('0.0.0', [], async () => {});
const read = (...words: string[]) => readTypedLine(program, words);
const kind = (line: string) => nameKind(read(...line.split(' ')));

test('what was typed decides the command, its flags and what is being typed', () => {
  const line = read(
    'topics',
    'describe',
    '-e',
    'dev',
    'orders',
    '--brokers=a:1',
    '--no-tls',
    '--ca',
    'x.pem',
    'or',
  );
  expect(line).toMatchObject({
    path: ['topics', 'describe'],
    flags: { env: 'dev', brokers: 'a:1', tls: false, ca: 'x.pem' },
    operands: ['orders'],
    option: undefined,
    prefix: '',
    typed: 'or',
  });
  expect(line.argument?.name()).toBe('patterns');
});

test('a value is no command, and no command comes after an operand or --', () => {
  expect(read('topics', 'list', '-e', 'groups', '').path).toEqual(['topics', 'list']);
  expect(read('topics', 'describe', 'x', 'list', '')).toMatchObject({ operands: ['x', 'list'] });
  expect(read('connect', 'kafka', '--', '-e', '')).toMatchObject({
    isAfterDashes: true,
    flags: {},
    operands: ['kafka', '-e'],
  });
  expect(read('topics', 'ls', '').path).toEqual(['topics', 'list']);
});

test('the last of repeated flags counts; a value may stand in the same word', () => {
  expect(read('topics', 'list', '-edev', '--env=prod', '').flags).toEqual({ env: 'prod' });
  expect(read('topics', 'list', '--env=p')).toMatchObject({ prefix: '--env=', typed: 'p' });
  expect(read('topics', 'list', '--internal=p')).toMatchObject({ prefix: '', typed: '--internal=p' });
  expect(read('topics', 'list', '--env', 'p').option?.long).toBe('--env');
});

test('__proto__ and constructor are words as others are', () => {
  expect(read('constructor', '__proto__', '')).toMatchObject({
    path: [],
    operands: ['constructor', '__proto__'],
  });
  expect(kind('topics describe constructor')).toBe('topics');
});

test.each([
  ['topics list ', 'topics'],
  ['topics describe orders ', 'topics'],
  ['topics alter ', 'topics'],
  ['topics delete ', 'topics'],
  ['topics trim ', 'topics'],
  ['topics export ', 'topics'],
  ['topics create ', undefined],
  ['topics sync ', undefined],
  ['messages peek ', 'topics'],
  ['messages peek orders ', undefined],
  ['messages produce ', 'topics'],
  ['messages peek orders --value ', undefined],
  ['groups list ', 'groups'],
  ['groups describe ', 'groups'],
  ['groups lag ', 'groups'],
  ['groups lag --topic ', 'topics'],
  ['groups reset ', 'groups'],
  ['groups reset payment --topic ', 'topics'],
  ['groups delete ', 'groups'],
  ['cluster health --topic ', 'topics'],
  ['msk policy --topic ', undefined],
  ['connect ', 'hosts'],
  ['connect kafka ', undefined],
  ['ssh-config ', 'hosts'],
  ['host status ', 'hosts'],
  ['host pin ', 'hosts'],
  ['host forget ', 'hosts'],
  ['host logs ', 'services'],
  ['host restart gateway ', 'services'],
  ['host logs --host ', 'hosts'],
  ['topics list --via ', 'hosts'],
  ['topics list -e ', 'environments'],
  ['doctor --env ', 'environments'],
  ['k8s status --context ', 'contexts'],
  ['topics ', undefined],
])('exops %s▮: %s', (line, expected) => {
  expect(kind(line)).toBe(expected);
});
