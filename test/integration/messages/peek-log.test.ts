import { open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { batchLayout } from '../../../src/lib/kafka/records/batch-layout.js';
import { crc32c } from '../../../src/lib/kafka/records/crc32c.js';
import { writeBatch } from '../../../src/lib/kafka/records/write-batch.js';
import { produce } from '../../../src/lib/kafka/requests/produce.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';
import { type ProxiedBroker, startProxiedBroker } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';
import { kcat } from './kcat.js';

let lab: ProxiedBroker;
beforeAll(async () => {
  lab = await startProxiedBroker({ properties: { 'log.cleaner.backoff.ms': '200' } });
});
afterAll(() => lab?.stop());

async function topic(name: string, configs = '{}'): Promise<string> {
  const { code, stderr } = await run(`topics sync - --yes --brokers ${lab.proxy.bootstrap}`, {
    input: `version: 1\ndefaults: { replicationFactor: 1 }\ntopics:\n  ${name}: { partitions: 1, configs: ${configs} }\n`,
  });
  if (code !== 0) throw new Error(stderr);
  return name;
}

async function peeked(line: string) {
  const { code, stdout, stderr } = await run(`messages peek ${line} --brokers ${lab.proxy.bootstrap}`);
  const messages: { offset: number; value: string }[] = stdout
    .split('\n')
    .filter((one) => one !== '')
    .map((one) => JSON.parse(one));
  return { code, said: stderr.split('\n').slice(1, -1), messages };
}

const write = (name: string, ...more: string[]) => ['-P', '-b', lab.proxy.bootstrap, '-t', name, ...more];

/** Fills a topic with batches of a megabyte. */
async function fill(name: string, megabytes: number): Promise<void> {
  const [host = '', port = ''] = lab.broker.bootstrap.split(':');
  const session = new KafkaSession({
    bootstrap: [{ host, port: Number(port) }],
    ...{ auth: { mechanism: 'none' }, route: directRoute, trace: () => {} },
  });
  const value = Buffer.alloc(1_000, 'x');
  const batch = writeBatch(
    Array.from({ length: 900 }, () => ({ timestamp: 1n, key: null, value, headers: [] })),
  );
  const topics = [{ name, partitions: [{ id: 0, batch }] }];
  const request = { acks: 'all', timeoutMs: 5_000, topics } as const;
  try {
    for (let sent = 0; sent < megabytes; sent++)
      expect((await session.send(produce, request))[0]?.error).toBeUndefined();
  } finally {
    session.close();
  }
}

test('the last of a topic take the same few bytes, however much is in it', async () => {
  const took: number[] = [];
  for (const megabytes of [5, 60]) {
    const name = await topic(`peek.last-${megabytes}`);
    await fill(name, megabytes);
    lab.proxy.reset();
    const { messages } = await peeked(`${name} --last 100`);
    expect(messages).toHaveLength(100);
    took.push(lab.proxy.bytes());
  }
  const [few = 0, many = 0] = took;
  expect(few).toBeGreaterThan(100_000);
  expect(few).toBeLessThan(3_000_000);
  expect(Math.abs(many - few)).toBeLessThan(10_000);
});

test('a topic with gaps of a real compaction: what is left, at its offsets', async () => {
  const lines =
    '{ cleanup.policy: compact, min.cleanable.dirty.ratio: 0.01, segment.ms: 200ms, max.compaction.lag.ms: 200ms }';
  const name = await topic('peek.compacted', lines);
  const asKcatReadsIt = () =>
    kcat(['-C', '-b', lab.proxy.bootstrap, '-t', name, '-e', '-q', '-o', 'beginning', '-f', '%o %k %s\\n']);
  let round = 0;
  const isCompacted = async () => {
    round += 1;
    await kcat(write(name, '-K:'), ['a', 'b', 'c', 'd'].map((key) => `${key}:${key}${round}\n`).join(''));
    const left = (await asKcatReadsIt()).split('\n').length - 1;
    return left < round * 4;
  };
  await expect.poll(isCompacted, { timeout: 40_000, interval: 500 }).toBe(true);
  const before = await asKcatReadsIt();
  const { code, said } = await peeked(`${name} --from start`);
  const again = await peeked(`${name} --from start`);
  expect({ code, said }).toEqual({ code: 0, said: [] });
  const shown = again.messages.map((message) => `${message.offset}`);
  // Compaction may go on meanwhile; what it leaves was there before.
  expect(before.split('\n').map((line) => line.split(' ')[0])).toEqual(expect.arrayContaining(shown));
  expect(shown.length).toBeLessThan(round * 4);
  expect(again.messages.slice(-4).map(({ value }) => value)).toEqual(
    ['a', 'b', 'c', 'd'].map((key) => `${key}${round}`),
  );
}, 90_000);

test('a batch that was changed on disk, and a codec of the future: said with their offsets, the rest is read', async () => {
  const name = await topic('peek.corrupt');
  for (const value of ['one', 'two', 'three', 'four']) await kcat(write(name), `${value}\n`);
  const path = join(lab.broker.dataDir, `${name}-0`, '00000000000000000000.log');
  const bytes = await readFile(path);
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += 12 + bytes.readInt32BE(at + batchLayout.length)) starts.push(at);
  const [, second = 0, third = 0, fourth = 0] = starts;
  const future = Buffer.from(bytes.subarray(third, fourth));
  future.writeInt16BE(6, batchLayout.attributes);
  future.writeUInt32BE(crc32c(future.subarray(batchLayout.attributes)), batchLayout.crc);
  const file = await open(path, 'r+');
  try {
    await file.write(Buffer.from('!'), 0, 1, third - 2);
    await file.write(future, 0, future.length, third);
  } finally {
    await file.close();
  }
  expect(second).toBeGreaterThan(0);
  const { code, said, messages } = await peeked(`${name} --from start`);
  expect({ code, said, values: messages.map(({ value }) => value) }).toEqual({
    code: 1,
    said: [
      "Partition 0, offset 1: skipped, its checksum doesn't fit what it holds.",
      'Partition 0, offset 2: skipped, it is packed with codec 6.',
    ],
    values: ['one', 'four'],
  });
});

test('a topic that is deleted while it is followed', async () => {
  const name = await topic('peek.deleted');
  await kcat(write(name), 'one\n');
  lab.proxy.reset();
  const following = peeked(`${name} --from start --follow`);
  const fetch = 1;
  await expect
    .poll(() => lab.proxy.requests.filter(({ apiKey }) => apiKey === fetch).length, { timeout: 20_000 })
    .toBeGreaterThan(1);
  await kafkaTool(lab.broker.bootstrap, 'topics', ['--delete', '--topic', name]);
  const { code, said, messages } = await following;
  expect({ code, said, values: messages.map(({ value }) => value) }).toEqual({
    code: 1,
    said: [`${name} was deleted while it was read.`],
    values: ['one'],
  });
});
