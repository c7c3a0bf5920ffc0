import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import tls from 'node:tls';
import { describe, expect, test } from 'vitest';
import { saslHandshake } from '../../../src/lib/kafka/requests/sasl-handshake.js';
import { Writer } from '../../../src/lib/kafka/wire/writer.js';
import {
  closedPort,
  closingPort,
  type FaultyListener,
  garbagePort,
  httpPort,
  silentPort,
} from '../../lab/faulty-listeners.js';
import { sharedMsk } from '../../lab/kafka/msk-shared.js';
import { listenOnFreePort } from '../../lab/ports.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';
import { diagnoseKafka, trusting, ways, withCertificate } from './kafka-chain.js';

describe('names and ports', () => {
  test('a name that nobody knows', async () => {
    const { verdict, bad, statuses } = await diagnoseKafka({
      brokers: 'b-1.liquibook.kafka.invalid:9098',
      auth: await ways.plaintext(),
    });
    expect(verdict.layer).toBe('dns');
    expect(bad('dns')).toMatchObject([{ problem: 'name-unknown' }]);
    expect(bad('dns')[0]?.saw).toMatch(/^b-1\.liquibook\.kafka\.invalid: no such name here \(E[A-Z_]+\)$/);
    expect(statuses['tcp']).toBe('not reached');
  });

  test('one of two names unknown: the rest is looked at all the same', async () => {
    const msk = await sharedMsk();
    const { verdict, statuses } = await diagnoseKafka({
      brokers: `b-9.kafka.invalid:9092,${msk.listeners.plaintext}`,
      auth: await ways.plaintext(),
    });
    expect(verdict.layer).toBe('dns');
    expect(statuses).toMatchObject({ dns: 'broken', tcp: 'ok', metadata: 'ok', rights: 'ok' });
  });

  test('nothing listens', async () => {
    const { bootstrap } = await closedPort();
    const { verdict, bad } = await diagnoseKafka({ brokers: bootstrap, auth: await ways.plaintext() });
    expect(verdict.layer).toBe('tcp');
    expect(bad('tcp')).toMatchObject([
      { problem: 'port-refused', saw: `${bootstrap}: refused, nothing listens there` },
    ]);
  });

  test('one of two brokers down is named, and the other is used', async () => {
    const msk = await sharedMsk();
    const { bootstrap } = await closedPort();
    const { verdict, bad, statuses } = await diagnoseKafka({
      brokers: `${bootstrap},${msk.listeners.plaintext}`,
      auth: await ways.plaintext(),
    });
    expect(verdict.layer).toBe('tcp');
    expect(bad('tcp')).toMatchObject([{ problem: 'brokers-down', saw: expect.stringContaining(bootstrap) }]);
    expect(statuses['metadata']).toBe('ok');
  });
});

describe('what answers is no Kafka, whatever the environment wants', () => {
  test.for<[string, () => Promise<FaultyListener>, string, string]>([
    ['silence', silentPort, 'silent-listener', 'takes the connection and never answers'],
    ['the end of it', closingPort, 'closing-listener', 'closes the connection after the first request'],
    ['HTTP', httpPort, 'not-kafka', 'HTTP answers, and not Kafka'],
    ['garbage', garbagePort, 'not-kafka', "something answers that isn't Kafka"],
  ])('%s', async ([, open, problem, words]) => {
    const { pki } = await sharedMsk();
    const listener = await open();
    try {
      for (const auth of [await ways.plaintext(), await ways.scram(pki)]) {
        const timeoutMs = open === silentPort ? 500 : 3_000;
        const { verdict, bad } = await diagnoseKafka({ brokers: listener.bootstrap, auth, timeoutMs });
        expect([verdict.layer, bad('protocol')]).toMatchObject([
          'protocol',
          [{ problem, saw: expect.stringContaining(`${listener.bootstrap}: ${words}`) }],
        ]);
      }
    } finally {
      await listener.stop();
    }
  });
});

describe('certificates', () => {
  test.for([
    [
      'expiredTls',
      'certificate-out-of-date',
      /: the certificate for localhost, 127\.0\.0\.1 ended on \d{4}-/,
    ],
    [
      'otherNameTls',
      'certificate-other-name',
      /: the certificate is for kafka\.example\.org and not for 127\.0\.0\.1$/,
    ],
    [
      'otherAuthorityTls',
      'certificate-untrusted',
      /: the certificate is signed by .+, which isn't trusted here/,
    ],
  ] as const)('%s', async ([listener, problem, words]) => {
    const msk = await sharedMsk();
    const { verdict, bad, statuses } = await diagnoseKafka({
      brokers: msk.listeners[listener],
      auth: await ways.tls(msk.pki),
    });
    expect(verdict.layer).toBe('tls');
    expect(bad('tls')).toMatchObject([{ problem, saw: expect.stringMatching(words) }]);
    expect(statuses['protocol']).toBe('not reached');
  });

  test('serverName makes the other name right', async () => {
    const msk = await sharedMsk();
    const settings = { ...(await trusting(msk.pki)), serverName: 'kafka.example.org' };
    const { examined } = await diagnoseKafka({
      brokers: msk.listeners.otherNameTls,
      auth: { mechanism: 'tls', tls: settings },
    });
    expect(examined.find(({ layer }) => layer === 'tls')?.status).toBe('ok');
  });

  test('without the authority', async () => {
    const msk = await sharedMsk();
    const { bad } = await diagnoseKafka({
      brokers: msk.listeners.tls,
      auth: { mechanism: 'tls', tls: {} },
    });
    expect(bad('tls')).toMatchObject([
      {
        problem: 'certificate-untrusted',
        next: ['Give the authority as a PEM file. In exops.yaml, under auth:', 'ca: ./ca.pem'],
      },
    ]);
  });

  test('of our own: taken, refused, and wanted where there is none', async () => {
    const msk = await sharedMsk();
    const { pki } = msk;
    const brokers = msk.listeners.tls;
    const taken = await diagnoseKafka({ brokers, auth: await withCertificate(pki, pki.client) });
    expect(taken.verdict.layer).toBeUndefined();
    const refused = await diagnoseKafka({ brokers, auth: await withCertificate(pki, pki.stranger) });
    expect(refused.bad('tls')).toMatchObject([{ problem: 'client-certificate-refused', access: true }]);
    expect(refused.verdict).toMatchObject({ layer: 'tls', exitCode: 4 });
    const [cert, key, ca] = await Promise.all(
      [pki.broker.cert, pki.broker.key, pki.ca].map((path) => readFile(path)),
    );
    const strict = tls.createServer({ cert, key, ca, requestCert: true, rejectUnauthorized: true });
    strict.on('tlsClientError', () => {});
    const port = await listenOnFreePort(strict);
    try {
      const wanted = await diagnoseKafka({ brokers: `127.0.0.1:${port}`, auth: await ways.tls(pki) });
      expect(wanted.bad('tls')).toMatchObject([{ problem: 'client-certificate-missing', access: true }]);
    } finally {
      strict.close();
    }
  });
});

test('a broker of long ago', async () => {
  const { pki } = await sharedMsk();
  const [cert, key] = await Promise.all([pki.broker.cert, pki.broker.key].map((path) => readFile(path)));
  const server = tls.createServer({ cert, key }, (socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes: Buffer) => {
      const isHandshake = bytes.readInt16BE(4) === saslHandshake.key;
      const body = new Writer(false).int32(bytes.readInt32BE(8));
      if (isHandshake) body.int16(34).int32(0);
      else body.int16(0).array([3], (out, api) => out.int16(api).int16(0).int16(2));
      socket.write(Buffer.concat([new Writer(false).int32(body.bytes.length).bytes, body.bytes]));
    });
  });
  const port = await listenOnFreePort(server);
  try {
    const { verdict, bad } = await diagnoseKafka({ brokers: `127.0.0.1:${port}`, auth: await ways.tls(pki) });
    expect(verdict.layer).toBe('versions');
    expect(bad('versions')).toMatchObject([
      {
        problem: 'broker-too-old',
        saw: `127.0.0.1:${port}: doesn't serve Metadata (has 0 to 2, wanted 5 to 6)`,
      },
    ]);
  } finally {
    server.close();
  }
});

describe('the cluster itself', () => {
  test('another one', async () => {
    const msk = await sharedMsk();
    const { verdict, bad, statuses } = await diagnoseKafka({
      brokers: msk.listeners.plaintext,
      auth: await ways.plaintext(),
      cluster: { clusterId: 'another' },
    });
    expect(verdict.layer).toBe('metadata');
    expect(bad('metadata')).toMatchObject([
      { problem: 'other-cluster', saw: `the cluster's id is ${msk.clusterId}, and exops.yaml has another` },
    ]);
    expect(statuses['rights']).toBe('not reached');
  });

  test('fewer brokers than MSK has', async () => {
    const msk = await sharedMsk();
    const { verdict, bad } = await diagnoseKafka({
      brokers: msk.listeners.plaintext,
      auth: await ways.plaintext(),
      brokerCount: 3,
    });
    expect(verdict.layer).toBeUndefined();
    expect(bad('metadata')).toMatchObject([
      {
        verdict: 'warning',
        problem: 'brokers-missing',
        saw: "1 broker in the cluster's metadata, and MSK has 3",
      },
    ]);
  });
});

describe('rights', () => {
  const asWeak = async (operations: readonly string[] = []) => {
    const msk = await sharedMsk();
    const topic = `rights-${randomUUID()}`;
    const folder = await temporaryFolder();
    const manifest = join(folder.path, 'topics.yaml');
    await writeFile(manifest, `version: 1\ntopics:\n  ${topic}: { partitions: 1 }\n`);
    if (operations.length > 0)
      await msk.allow({ principal: 'weak', operations: operations as never, on: { topic } });
    try {
      const diagnosis = await diagnoseKafka({
        ...{ brokers: msk.listeners.scram, topics: [manifest] },
        auth: await ways.scram(msk.pki, 'weak', 'weak-secret'),
      });
      return { topic, ...diagnosis };
    } finally {
      await folder.remove();
    }
  };

  test('a topic of the manifests that may not be seen', async () => {
    const { topic, verdict, bad } = await asWeak();
    expect(verdict).toMatchObject({ layer: 'rights', exitCode: 4 });
    expect(bad('rights')[0]).toEqual({
      ...{ verdict: 'broken', problem: 'topic-hidden', access: true },
      saw: `may not describe ${topic} (TOPIC_AUTHORIZATION_FAILED)`,
      next: [`Missing: DESCRIBE on topic ${topic}`],
    });
  });

  test('one that may be seen and not made is a warning', async () => {
    const { topic, verdict, bad } = await asWeak(['DESCRIBE']);
    expect(verdict.layer).toBeUndefined();
    expect(bad('rights')).toContainEqual({
      ...{ verdict: 'warning', problem: 'right-missing', access: true },
      saw: `no right to CREATE on ${topic}: topics sync creates no topic`,
      next: [`Missing: CREATE on topic ${topic}`],
    });
  });

  test('a manifest that is none', async () => {
    const msk = await sharedMsk();
    const { verdict, bad } = await diagnoseKafka({
      ...{ brokers: msk.listeners.plaintext, auth: await ways.plaintext(), topics: ['/nowhere/topics.yaml'] },
    });
    expect(verdict).toMatchObject({ layer: 'rights', exitCode: 2 });
    expect(bad('rights')).toMatchObject([{ problem: 'file-invalid' }]);
  });
});
