import { describe, expect, test } from 'vitest';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import type { ReferenceSource } from '../../../src/lib/config/references.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { messageOf } from './failure.js';

const id = 'i-0123456789abcdef0';

async function said(hosts: string, rest = ''): Promise<string | undefined> {
  const { load } = await exopsFolder({ 'exops.yaml': exopsYaml({ dev: `{ hosts: ${hosts}${rest} }` }) });
  return messageOf(() => load()).then((message) =>
    message.split('\n')[0]?.replace(/^exops.yaml:\d+:\d+ /, ''),
  );
}

const stacks: ReferenceSource = {
  name: 'cfn',
  isSecret: false,
  resolve: async (names) => new Map(names.map((name) => [name, name === 'Bad' ? 'nothing' : id])),
};

describe('hosts', () => {
  test.each([
    ['{ k: {} }', '"instance" is missing'],
    [
      '{ k: { instance: kafka } }',
      'instance: expected an instance id such as i-0123456789abcdef0, a reference to one, or { tag: { Name: … } }',
    ],
    ['{ k: { instance: { tag: {} } } }', 'tag: expected at least one tag'],
    [`{ k: { instance: ${id}, port: 0 } }`, 'port: expected a port between 1 and 65535'],
    [`{ k: { instance: ${id}, user: "a b" } }`, 'user: expected the name of a user'],
    [`{ k: { instance: ${id}, via: bastion } }`, 'via: there is no host "bastion"'],
    [`{ kafka: { instance: ${id}, via: kafk } }`, 'via: there is no host "kafk" (did you mean "kafka"?)'],
    [
      `{ a: { instance: ${id}, via: b }, b: { instance: ${id}, via: a } }`,
      'via: leads in a circle: a → b → a',
    ],
    [
      `{ k: { instance: ${id}, route: ssh } }`,
      'route: expected direct, eice or ssm, got "ssh" (did you mean "ssm"?)',
    ],
    [`{ k: { instance: ${id}, tools: { rpk: [] } } }`, 'rpk: expected at least one word'],
    [
      `{ a: { instance: ${id} }, b: { instance: ${id}, via: a, route: eice } }`,
      'via: goes with no route: the host that it names may have one',
    ],
    [`{ direct: { instance: ${id} } }`, 'direct: "direct" would read as going without a host'],
    [`{ i-x: { instance: ${id} } }`, 'i-x: a name that starts with i- would read as an instance id'],
    [
      `{ k: { instance: ${id}, services: { a: { systemd: "-x" } } } }`,
      'systemd: expected the name of a unit',
    ],
    [
      `{ k: { instance: ${id}, services: { a: { compose: srv } } } }`,
      'compose: expected a path that starts with /',
    ],
    [
      `{ k: { instance: ${id}, services: { a: { systemd: a, health: "file:///x" } } } }`,
      'health: expected an http:// or https:// URL',
    ],
  ])('%s', async (hosts, message) => {
    expect(await said(hosts)).toBe(message);
  });

  test('the way in of a cluster is one of them', async () => {
    const cluster = ', cluster: { brokers: "a:1", via: kafk }';
    expect(await said(`{ kafka: { instance: ${id} } }`, cluster)).toBe(
      'via: there is no host "kafk" (did you mean "kafka"?)',
    );
  });

  test('an account id is twelve digits', async () => {
    expect(await said('{}', ', aws: { accountId: "1234" }')).toBe(
      'accountId: expected the twelve digits of an account id, in quotes',
    );
  });
});

const file = {
  'exops.yaml': exopsYaml({
    dev: `{
      aws: { region: ap-northeast-2, accountId: "123456789012" },
      cluster: { brokers: "\${cfn:Ip}:9092", via: kafka },
      hosts: {
        bastion: { instance: ${id} },
        kafka: { instance: "\${cfn:Kafka}", via: bastion, services: { gateway: { compose: /srv, health: "http://localhost/" } } },
        other: { instance: { tag: { Name: "\${cfn:Bad}" } }, user: ubuntu, port: 2222, tools: { rpk: [docker, exec, redpanda, rpk] } },
        broken: { instance: "\${cfn:Bad}" },
      },
    }`,
  }),
};

describe('what a command needs of them', () => {
  test('a cluster needs the hosts on the way to it', async () => {
    const { input } = await exopsFolder(file);
    const cfn: ReferenceSource = {
      ...stacks,
      resolve: async (names) => new Map(names.map((name) => [name, name === 'Ip' ? '10.0.0.5' : id])),
    };
    const { hosts, aws, cluster } = await loadEnvironment(input({ sources: () => [cfn] }));
    expect([...hosts.keys()]).toEqual(['kafka', 'bastion']);
    expect(cluster).toMatchObject({ brokers: [{ host: '10.0.0.5', port: 9092 }], via: 'kafka' });
    expect(aws).toEqual({ profile: undefined, region: 'ap-northeast-2', accountId: '123456789012' });
  });

  test('one that is named, and nothing of the rest is asked for', async () => {
    const { input } = await exopsFolder(file);
    const asked: string[] = [];
    const cfn: ReferenceSource = {
      ...stacks,
      resolve: async (names) => {
        asked.push(...names);
        return stacks.resolve(names);
      },
    };
    const needs = { kind: 'hosts', choose: () => ['other'] } as const;
    const { hosts } = await loadEnvironment({ ...input({ sources: () => [cfn] }), needs });
    expect(asked).toEqual(['Bad']);
    expect(hosts.get('other')).toEqual({
      name: 'other',
      instance: { by: 'tags', tags: { Name: 'nothing' } },
      user: 'ubuntu',
      port: 2222,
      address: undefined,
      route: undefined,
      via: undefined,
      tools: new Map([['rpk', ['docker', 'exec', 'redpanda', 'rpk']]]),
      services: new Map(),
    });
  });

  test('the usual one is the way in of the cluster', async () => {
    const { input } = await exopsFolder(file);
    const usual: (string | undefined)[] = [];
    const choose = (known: { usual: string | undefined }) => {
      usual.push(known.usual);
      return [];
    };
    await loadEnvironment({ ...input({}), needs: { kind: 'hosts', choose } });
    expect(usual).toEqual(['kafka']);
  });

  test('a reference that leads to no instance id', async () => {
    const { input } = await exopsFolder(file);
    const needs = { kind: 'hosts', choose: () => ['broken'] } as const;
    const load = () => loadEnvironment({ ...input({ sources: () => [stacks] }), needs });
    expect(await messageOf(load)).toMatch(
      /^exops.yaml:\d+:\d+ instance: expected an instance id such as i-0123456789abcdef0, got "nothing"/,
    );
  });

  test('a compose service is called as its entry', async () => {
    const { input } = await exopsFolder(file);
    const needs = { kind: 'hosts', choose: () => ['kafka'] } as const;
    const { hosts } = await loadEnvironment({ ...input({ sources: () => [stacks] }), needs });
    expect(hosts.get('kafka')?.services.get('gateway')).toEqual({
      kind: 'compose',
      folder: '/srv',
      service: 'gateway',
      health: 'http://localhost/',
    });
  });

  test('no file is needed, and brokers of a variable are nothing to a host', async () => {
    const { input } = await exopsFolder({});
    const needs = { kind: 'hosts', choose: () => ['i-1'] } as const;
    const environment = await loadEnvironment({ ...input({ env: { EXOPS_BROKERS: 'a:1' } }), needs });
    expect(environment).toMatchObject({ name: undefined, cluster: undefined, configFile: undefined });
  });
});
