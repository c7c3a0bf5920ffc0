import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { metadata } from '../../../src/lib/kafka/requests/metadata.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';
import { type StartedMsk, startMsk } from '../../lab/kafka/msk.js';
import { diagnoseKafka, ways } from './kafka-chain.js';

const nowhere = 'b-2.liquibook.kafka.invalid:9094';
let msk: StartedMsk;

beforeAll(async () => {
  msk = await startMsk({ brokers: 2, advertised: { tls: [undefined, nowhere] } });
});
afterAll(() => msk.stop());

/** Topics that doctor made and that are still there. */
async function leftTopics(): Promise<readonly string[]> {
  const [host = '', port = ''] = msk.listeners.plaintext.split(',')[0]?.split(':') ?? [];
  const bootstrap = [{ host, port: Number(port) }];
  const session = new KafkaSession({
    bootstrap,
    auth: await ways.plaintext(),
    route: directRoute,
    trace: () => {},
  });
  try {
    const { topics } = await session.send(metadata, { topics: null });
    return topics.map(({ name }) => name).filter((name) => name.startsWith('exops-doctor-'));
  } finally {
    session.close();
  }
}

describe.sequential('a cluster of two', () => {
  test('all well', async () => {
    const { verdict, examined } = await diagnoseKafka({
      ...{ brokers: msk.listeners.plaintext, auth: await ways.plaintext(), brokerCount: 2, roundTrip: true },
    });
    expect(examined.flatMap(({ findings }) => findings).filter(({ verdict: of }) => of !== 'ok')).toEqual([]);
    expect(verdict.exitCode).toBe(0);
    await expect.poll(leftTopics, { timeout: 10_000 }).toEqual([]);
  });

  test('Ctrl-C in the middle of the round trip leaves no topic behind', async () => {
    const stop = new AbortController();
    const ended = diagnoseKafka({
      ...{ brokers: msk.listeners.plaintext, auth: await ways.plaintext(), roundTrip: true },
      signal: stop.signal,
      onTrace: (event) => {
        if (event.includes('Produce')) stop.abort(new Error('stopped'));
      },
    });
    await expect(ended).rejects.toThrow('stopped');
    await expect.poll(leftTopics, { timeout: 10_000 }).toEqual([]);
  });

  test('an advertised address that nobody reaches', async () => {
    const [first = ''] = msk.listeners.tls.split(',');
    const { verdict, bad, statuses } = await diagnoseKafka({ brokers: first, auth: await ways.tls(msk.pki) });
    expect(verdict.layer).toBe('metadata');
    const [finding] = bad('metadata');
    expect(finding).toMatchObject({ verdict: 'broken', problem: 'advertised-unreachable' });
    expect(finding?.saw).toContain(
      `advertised, and not reached from this machine: ${nowhere} (unknown name,`,
    );
    expect(statuses['rights']).toBe('ok');
  });

  test('half of the brokers down', async () => {
    await msk.brokers[1]?.kill();
    const { verdict, bad } = await diagnoseKafka({
      brokers: msk.listeners.plaintext,
      auth: await ways.plaintext(),
    });
    const [, second = ''] = msk.listeners.plaintext.split(',');
    expect(verdict).toMatchObject({ layer: 'tcp', exitCode: 1 });
    expect(bad('tcp')).toMatchObject([
      { problem: 'brokers-down', saw: `${second}: refused, nothing listens there` },
    ]);
  });
});
