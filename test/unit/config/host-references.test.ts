import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../src/lib/aws/aws.js';
import type { EnvironmentInput, Needs } from '../../../src/lib/config/environment.js';
import { loadEnvironment } from '../../../src/lib/config/load-environment.js';
import { describeEnvironment } from '../../../src/lib/config/view-config.js';
import { findInstances } from '../../../src/lib/hosts/find/find-instances.js';
import { instance } from '../hosts/find/instances.js';
import { exopsFolder, exopsYaml } from './exops-folder.js';
import { lines, messageOf } from './failure.js';

const [first, second, third] = ['i-0123456789abcdef0', 'i-0123456789abcdef1', 'i-0123456789abcdef2'];

const file = lines`
  version: 1
  environments:
    dev:
      hosts:
        kafka-1: { instance: "\${cfn:Kafka}" }
        kafka-2: { instance: ${second} }
        a.public: { instance: { tag: { Name: "\${env:NAME}" } } }
        unused: { instance: "\${cfn:Gone}" }
      cluster:
        brokers: ["\${host:kafka-1}:9092", "\${host:kafka-2}:9092,\${host:a.public}:9093"]
      kubernetes:
        secrets:
          kafka: { BOOTSTRAP: "\${kafka:bootstrap}", FIRST: "\${host:kafka-1.public}:19092" }
`;

interface Cloud {
  readonly instances?: readonly Instance[];
  readonly needs?: Needs;
  readonly text?: string;
}

const running = [
  instance({ id: first, privateAddress: '10.0.0.1', publicAddress: '3.35.0.1' }),
  instance({ id: second, privateAddress: '10.0.0.2' }),
  instance({ id: third, privateAddress: '10.0.0.3', tags: { Name: 'kafka' } }),
];

/** The file in an account with these instances, and what EC2 was asked. */
async function cloud({ instances = running, needs, text = file }: Cloud = {}) {
  const { input } = await exopsFolder({ 'exops.yaml': text });
  const asked: string[] = [];
  const ec2 = {
    describeInstances: async (
      filter: { ids: readonly string[] } | { tags: Readonly<Record<string, string>> },
    ) => {
      asked.push(JSON.stringify(filter));
      if ('ids' in filter) return instances.filter(({ id }) => filter.ids.includes(id));
      const wanted = Object.entries(filter.tags);
      return instances.filter(({ tags }) => wanted.every(([key, value]) => tags.get(key) === value));
    },
  };
  const exports: EnvironmentInput['sources'] = () => [
    { name: 'cfn', isSecret: false, resolve: async () => new Map([['Kafka', first]]) },
  ];
  const given = input({
    env: { NAME: 'kafka' },
    sources: exports,
    instances: () => (selectors) => findInstances(ec2, selectors),
    needs,
  });
  return { input: given, asked, load: () => loadEnvironment(given) };
}

describe('the addresses of hosts', () => {
  test('are those of their instances, asked for together, and only of those that are named', async () => {
    const { load, asked } = await cloud();
    const { brokers } = await load();
    expect(brokers).toEqual([
      { host: '10.0.0.1', port: 9092 },
      { host: '10.0.0.2', port: 9092 },
      { host: '10.0.0.3', port: 9093 },
    ]);
    expect(asked.sort()).toEqual([
      JSON.stringify({ ids: [first, second] }),
      JSON.stringify({ tags: { Name: 'kafka' } }),
    ]);
  });

  test('are asked for by nobody who needs none', async () => {
    const { load, asked } = await cloud({ needs: { kind: 'kubernetes' } });
    expect((await load()).brokers).toEqual([]);
    expect(asked).toEqual([]);
  });

  test('go into secrets, the public ones too, and through the bootstrap servers', async () => {
    const { load, asked } = await cloud({ needs: { kind: 'kubernetes', offline: true, withSecrets: true } });
    const secrets = (await load()).kubernetes?.secrets.get('kafka');
    expect(secrets?.get('BOOTSTRAP')?.reveal()).toBe('10.0.0.1:9092,10.0.0.2:9092,10.0.0.3:9093');
    expect(secrets?.get('FIRST')?.reveal()).toBe('3.35.0.1:19092');
    expect(asked).toHaveLength(2);
  });

  test('are no secrets', async () => {
    const text = file.replace(/.*unused.*\n/, '');
    const { input } = await cloud({ text });
    const { entries } = await describeEnvironment(input);
    const shown = Object.fromEntries(entries.map(({ path, value }) => [path, value]));
    expect(shown['cluster.brokers']).toBe('10.0.0.1:9092, 10.0.0.2:9092,10.0.0.3:9093');
    expect(shown['kubernetes.secrets.kafka.FIRST']).toBe('3.35.0.1:19092');
  });

  test('stay while an instance is stopped, but for the public ones', async () => {
    const stopped = instance({ id: first, state: 'stopped', privateAddress: '10.0.0.1' });
    const { load } = await cloud({ instances: [stopped, ...running.slice(1)] });
    expect((await load()).brokers[0]).toEqual({ host: '10.0.0.1', port: 9092 });
  });
});

const one = (reference: string, host: string) =>
  exopsYaml({
    dev: `{ hosts: { kafka: { instance: ${host} } }, cluster: { brokers: ["${reference}:9092"] } }`,
  });

describe('an address that is not there', () => {
  const named = '{ tag: { Name: kafka } }';
  const kafka = (parts: Partial<Instance>) => instance({ id: third, ...parts, tags: { Name: 'kafka' } });

  test.each<[reference: string, host: string, instances: readonly Instance[], why: string]>([
    [`\${host:kafka}`, third, [], `no instance has the id ${third}`],
    [`\${host:kafka}`, named, [], 'no instance has the tag Name=kafka'],
    [`\${host:kafka}`, third, [kafka({ state: 'terminated' })], `kafka (${third}) was terminated`],
    [
      `\${host:kafka}`,
      named,
      [kafka({}), instance({ id: first, tags: { Name: 'kafka' } })],
      `2 instances have the tag Name=kafka: ${third}, ${first}`,
    ],
    [
      `\${host:kafka.public}`,
      third,
      [kafka({ publicAddress: undefined })],
      `kafka (${third}) has no public address`,
    ],
    [
      `\${host:kafka.public}`,
      third,
      [kafka({ state: 'stopped', publicAddress: undefined })],
      `kafka (${third}) is stopped, and has no public address until it runs again`,
    ],
    [
      `\${host:kafka.public}`,
      third,
      [kafka({ state: 'pending', publicAddress: undefined })],
      `kafka (${third}) is still starting, and has no public address yet`,
    ],
  ])('%s of %s: %#', async (reference, host, instances, why) => {
    const { load } = await cloud({ instances, text: one(reference, host) });
    const [place] = (await messageOf(load)).split('\n');
    expect(place).toMatch(/^exops\.yaml:3:\d+ /);
    expect(place?.replace(/^\S+ /, '')).toBe(`${reference} has no value: ${why}`);
  });

  test('is nothing to wake without, where it comes with waking', async () => {
    const text = one(`\${host:kafka.public}`, third);
    const needs = { kind: 'sleep', withCluster: true } as const;
    const asleep = kafka({ state: 'stopped', publicAddress: undefined });
    const { load } = await cloud({ instances: [asleep], text, needs });
    expect(await load()).toMatchObject({ brokers: [], cluster: undefined });
    const gone = await cloud({ instances: [], text, needs });
    expect(await messageOf(gone.load)).toContain(`no instance has the id ${third}`);
  });
});

describe('references that can not be meant', () => {
  const said = async (text: string) =>
    (await messageOf((await cloud({ text })).load)).split('\n')[0]?.replace(/^\S+ /, '');

  test.each([
    [`\${host:kafk}`, `\${host:kafk}: there is no host "kafk" (did you mean "kafka"?)`],
    [`\${host:kafk.public}`, `\${host:kafk.public}: there is no host "kafk" (did you mean "kafka"?)`],
    [`\${host:}`, `\${host:} names nothing: write it as in \${host:NAME}`],
    [
      `\${hst:kafka}`,
      `\${hst:kafka} has an unknown source (did you mean "host"?): there are env, cfn, secretsmanager, ssm, host`,
    ],
  ])('%s in a broker', async (reference, message) => {
    expect(await said(one(reference, third))).toBe(`item: ${message}`);
  });

  test('elsewhere', async () => {
    const topics = exopsYaml({
      dev: `{ hosts: { kafka: { instance: ${third} } }, topics: "\${host:kafka}" }`,
    });
    expect(await said(topics)).toBe(
      `topics: \${host:kafka} works in cluster.brokers and kubernetes.secrets only`,
    );
  });

  test('a secret, masked or not', async () => {
    const secrets = `{ a: { HOST: "\${host:nope}", A_PASSWORD: "hunter2\${host:nope}" } }`;
    const text = exopsYaml({ dev: `{ kubernetes: { secrets: ${secrets} } }` });
    const plain = await messageOf((await cloud({ text })).load);
    expect(plain).toContain(`HOST: \${host:nope}: there is no host "nope"`);
    const masked = exopsYaml({
      dev: `{ kubernetes: { secrets: { a: { A_PASSWORD: "hunter2\${host:nope}" } } } }`,
    });
    const message = await messageOf((await cloud({ text: masked })).load);
    expect(message).toContain(`A_PASSWORD: \${host:nope}: there is no host "nope"`);
    expect(plain + message).not.toContain('hunter2');
  });
});
