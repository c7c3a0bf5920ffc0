import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type ProxiedBroker, startProxiedBroker } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { laptop, openEc2Host, ownAws, said } from './hosts.js';

const manifest = (name: string) =>
  `version: 1\nscope: { include: ["${name}"] }\ntopics: { ${name}: { partitions: 2, replicationFactor: 1 } }\n`;

async function through(brokers: string, ssh = {}) {
  const aws = ownAws();
  const host = await openEc2Host(aws, 'way-in', ssh);
  const place = await laptop(
    aws,
    `hosts: { kafka: ${host.settings} }`,
    `cluster: { brokers: "${brokers}", via: kafka }`,
  );
  return { ...place, host };
}

describe('topics through a host', () => {
  test('are synced as without one, and the target line says the way', async () => {
    const { bootstrap } = inject('kafka');
    const { exops, host } = await through(bootstrap);
    const input = manifest('through-host');
    const made = await exops('topics sync - --yes', { input });
    expect(made.code).toBe(0);
    expect(said(made)).toContain(
      `dev · 123456789012 ap-northeast-2 · kafka · ${bootstrap} · via kafka (${host.instanceId})\n`,
    );
    expect(await kafkaTool(bootstrap, 'topics', ['--describe', '--topic', 'through-host'])).toContain(
      'PartitionCount: 2',
    );
    expect((await exops('topics sync - --check', { input })).code).toBe(0);
  });

  test('by a host that only the command line names', async () => {
    const { bootstrap } = inject('kafka');
    const aws = ownAws();
    const host = await openEc2Host(aws, 'only-by-flag');
    const { exops } = await laptop(aws, `hosts: { kafka: ${host.settings} }`);
    const listed = await exops(`topics list -e dev --brokers ${bootstrap} --via kafka`);
    expect(listed.code).toBe(0);
    expect(said(listed)).toContain(`via kafka (${host.instanceId})`);
  });

  test('names are resolved on the host', async () => {
    const { exops, host } = await through('no-such-broker.invalid:9092');
    const failed = await exops('topics list');
    expect(failed.code).toBe(1);
    expect(said(failed)).toContain(`kafka (${host.instanceId})`);
    expect(said(failed)).toContain('no-such-broker.invalid:9092');
  });

  test('a port that nothing listens on', async () => {
    const { exops } = await through('127.0.0.1:1');
    const failed = await exops('topics list');
    expect(failed).toMatchObject({ code: 1 });
    expect(said(failed)).toContain('127.0.0.1:1');
  });

  test('a host that does not forward says so', async () => {
    const { exops } = await through(inject('kafka').bootstrap, { allowTcpForwarding: false });
    const failed = await exops('topics list');
    expect(failed.code).toBe(1);
    expect(said(failed)).toContain('AllowTcpForwarding');
  });
});

describe('the number of rounds', () => {
  let proxied: ProxiedBroker;

  beforeAll(async () => {
    proxied = await startProxiedBroker();
  });
  afterAll(() => proxied?.stop());

  test('is the same as without a host', async () => {
    const { proxy } = proxied;
    const { exops } = await through(proxy.bootstrap);
    const input = manifest('rounds');
    const direct = await run(`topics diff - --brokers ${proxy.bootstrap}`, { input });
    expect(direct.code).toBe(0);
    const rounds = proxy.rounds();
    proxy.reset();
    expect((await exops('topics diff -', { input })).code).toBe(0);
    expect(proxy.rounds()).toBe(rounds);
  });
});
