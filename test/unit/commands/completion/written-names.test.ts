import { expect, test } from 'vitest';
import { namesIn, writtenNames } from '../../../../src/commands/completion/written-names.js';
import { folderWith } from '../../../run.js';

const content = {
  defaultEnvironment: 'dev',
  environments: {
    dev: {
      hosts: { kafka: { services: { kafka: {}, gateway: {} } }, bastion: { services: { proxy: {} } } },
      kubernetes: { context: 'exchange-dev' },
    },
    prod: { hosts: { kafka: {}, jump: {} }, kubernetes: { context: `\${env:CONTEXT}` } },
  },
};

test('names are those of the environment that is meant', () => {
  expect(namesIn(content, {}, 'environments')).toEqual(['dev', 'prod']);
  expect(namesIn(content, {}, 'hosts')).toEqual(['kafka', 'bastion']);
  expect(namesIn(content, { environment: 'prod' }, 'hosts')).toEqual(['kafka', 'jump']);
  expect(namesIn(content, {}, 'services')).toEqual(['kafka', 'gateway', 'proxy']);
  expect(namesIn(content, { host: 'bastion' }, 'services')).toEqual(['proxy']);
  expect(namesIn(content, {}, 'contexts')).toEqual(['exchange-dev']);
});

test('where it is not clear which one is meant, those of all', () => {
  expect(namesIn(content, { environment: 'toString' }, 'hosts')).toEqual(['kafka', 'bastion', 'jump']);
});

test.each([undefined, null, 'text', [], { environments: [] }, { environments: { dev: null } }])(
  'in %j there are no hosts',
  (odd) => {
    expect(namesIn(odd, {}, 'hosts')).toEqual([]);
  },
);

test('a file is found upward, and what is wrong elsewhere in it does not matter', async () => {
  const folder = await folderWith({
    'exops.yaml': `environments:\n  dev: { cluster: { brokers: "\${cfn:x}" }, nonsense: 1 }\n  prod: {}\n`,
    'deep/deeper/notes': '',
  });
  const context = { cwd: `${folder}/deep/deeper`, home: folder, env: {} };
  expect(await writtenNames(context, {}, 'environments')).toEqual(['dev', 'prod']);
});

test('a file that takes too long to parse is not parsed', async () => {
  const folder = await folderWith({ 'exops.yaml': `environments: { dev: {} }\n#${'x'.repeat(300_000)}\n` });
  expect(await writtenNames({ cwd: folder, home: folder, env: {} }, {}, 'environments')).toEqual([]);
});
