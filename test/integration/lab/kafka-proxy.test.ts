import { type Admin, Kafka, logLevel } from 'kafkajs';
import { expect, inject, onTestFinished, test } from 'vitest';
import { probeMetadata } from '../../lab/kafka/metadata-probe.js';
import { startProxiedBroker } from '../../lab/kafka/proxied.js';
import { type KafkaProxy, startProxy, type Verdict } from '../../lab/kafka-proxy.js';

const createTopics = 19;
const delayMs = 40;

async function slowProxy(): Promise<KafkaProxy> {
  const proxy = await startProxy({ target: { host: '127.0.0.1', port: inject('kafka').port }, delayMs });
  onTestFinished(proxy.stop);
  return proxy;
}

test('requests under way together are one round and take the delay once', async () => {
  const proxy = await slowProxy();
  const ask = (): Promise<unknown> => probeMetadata(proxy.port);
  const began = performance.now();
  await Promise.all(Array.from({ length: 20 }, ask));
  const together = performance.now() - began;
  expect(proxy.rounds()).toBe(1);
  expect(together).toBeGreaterThanOrEqual(delayMs);
  expect(together).toBeLessThan(10 * delayMs);

  await ask();

  expect(performance.now() - began).toBeGreaterThanOrEqual(2 * delayMs);
  expect(proxy.rounds()).toBe(2);
  expect(proxy.requests).toHaveLength(21);
  expect(proxy.requests.at(-1)).toMatchObject({ apiKey: 3, apiVersion: 4, connection: 21, round: 2 });
});

test('a reset forgets the requests and begins with the first round', async () => {
  const proxy = await slowProxy();
  await probeMetadata(proxy.port);
  proxy.reset();
  expect(proxy.rounds()).toBe(0);
  await probeMetadata(proxy.port);
  expect(proxy.requests).toMatchObject([{ round: 1 }]);
});

test('nothing passes a frozen proxy until it is thawed', async () => {
  const proxy = await slowProxy();
  proxy.freeze();
  let answered = false;
  const asked = probeMetadata(proxy.port).then(() => {
    answered = true;
  });
  await new Promise((resolve) => setTimeout(resolve, 5 * delayMs));
  expect(answered).toBe(false);
  proxy.thaw();
  await asked;
});

test('a cut ends the connections', async () => {
  const proxy = await slowProxy();
  const asked = expect(probeMetadata(proxy.port)).rejects.toThrow('closed the connection');
  await new Promise((resolve) => setTimeout(resolve, delayMs / 2));
  proxy.cut();
  await asked;
  await probeMetadata(proxy.port);
});

test('a request can be lost, refused or carried out unheard, and clients stay with the proxy', async () => {
  const { proxy, stop } = await startProxiedBroker();
  onTestFinished(stop);
  const client = { brokers: [proxy.bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 0 } };
  const kafka = new Kafka({ ...client, requestTimeout: 500, enforceRequestTimeout: true });
  const connect = async (): Promise<Admin> => {
    const admin = kafka.admin();
    onTestFinished(() => admin.disconnect());
    await admin.connect();
    expect((await admin.describeCluster()).brokers).toMatchObject([{ port: proxy.port }]);
    return admin;
  };
  const create = async (verdict: Verdict): Promise<unknown> => {
    const admin = await connect();
    proxy.onRequest(({ apiKey }) => (apiKey === createTopics ? verdict : 'forward'));
    return admin.createTopics({ topics: [{ topic: verdict }], waitForLeaders: false });
  };

  await expect(create('forward')).resolves.toBe(true);
  await expect(create('cut-after-forward')).rejects.toThrow('Closed connection');
  await expect(create('cut')).rejects.toThrow('Closed connection');
  await expect(create('drop')).rejects.toThrow('timed out');

  const topics = await (await connect()).listTopics();
  expect(topics.sort()).toEqual(['cut-after-forward', 'forward']);
});
