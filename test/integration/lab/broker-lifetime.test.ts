import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Kafka, logLevel } from 'kafkajs';
import { test, vi } from 'vitest';
import { startBroker } from '../../lab/kafka/broker.js';
import { probeTcp } from '../../lab/kafka/metadata-probe.js';
import { groupIsAlive } from '../../lab/supervised-process.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

test.concurrent('a broker keeps its data when it restarts and leaves nothing when it stops', async ({
  expect,
  onTestFinished,
}) => {
  // A crashed broker is let back in when its session has ended.
  const broker = await startBroker({ properties: { 'broker.session.timeout.ms': '1000' } });
  onTestFinished(broker.stop);
  const kafka = new Kafka({
    brokers: [broker.bootstrap],
    connectionTimeout: 20_000,
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  const producer = kafka.producer();
  await Promise.all([admin.connect(), producer.connect()]);
  await admin.createTopics({ topics: [{ topic: 'kept' }] });
  await producer.send({ topic: 'kept', messages: [{ value: 'one' }, { value: 'two' }] });
  await producer.disconnect();
  const before = broker.pid();

  await broker.restart();

  expect(broker.pid()).not.toBe(before);
  expect(groupIsAlive(before)).toBe(false);
  expect(await admin.fetchTopicOffsets('kept')).toMatchObject([{ partition: 0, high: '2' }]);
  await admin.disconnect();

  await broker.stop();

  expect(groupIsAlive(broker.pid())).toBe(false);
  expect(existsSync(dirname(broker.dataDir))).toBe(false);
  await expect(probeTcp(broker.port)).rejects.toThrow('ECONNREFUSED');
});

test.concurrent('a broker leaves nothing when the process that started it is killed', async ({
  expect,
  onTestFinished,
}) => {
  const temporary = await temporaryFolder();
  onTestFinished(temporary.remove);
  const script = fileURLToPath(new URL('abandoned-broker.ts', import.meta.url));
  const parent = spawn(process.execPath, ['--import', 'tsx', script], {
    env: { ...process.env, TMPDIR: temporary.path },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [said] = await once(parent.stdout, 'data');
  const { pid, port }: { pid: number; port: number } = JSON.parse(String(said));
  const folders = (): string[] => readdirSync(temporary.path).filter((name) => name.startsWith('exops-lab-'));
  await probeTcp(port);
  expect(groupIsAlive(pid)).toBe(true);
  expect(folders()).toHaveLength(1);

  parent.kill('SIGKILL');

  await vi.waitFor(() => expect([groupIsAlive(pid), folders()]).toEqual([false, []]), { timeout: 5_000 });
  await expect(probeTcp(port)).rejects.toThrow('ECONNREFUSED');
});
