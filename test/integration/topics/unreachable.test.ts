import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import * as faulty from '../../lab/faulty-listeners.js';
import { run } from '../../run.js';

const { bootstrap } = inject('kafka');

describe('a port that is not Kafka is named for what it is', () => {
  const cases: readonly [string, () => Promise<faulty.FaultyListener>, RegExp][] = [
    [
      'nothing listens',
      faulty.closedPort,
      /^Can't reach 127.0.0.1:\d+: nothing listens there \(connection refused\)\.$/m,
    ],
    [
      'it closes at once',
      faulty.closingPort,
      /^Can't speak Kafka with 127.0.0.1:\d+: it accepted the connection and closed it after our first request\.$/m,
    ],
    ['it speaks HTTP', faulty.httpPort, /The port speaks HTTP\./],
    ['it answers garbage', faulty.garbagePort, /Can't speak Kafka with 127.0.0.1:\d+/],
  ];
  test.each(cases)('%s', async (_, start, message) => {
    const port = await start();
    try {
      const result = await run(`topics list --brokers 127.0.0.1:${port.port} --timeout 1s`);
      expect(result.stderr).toMatch(message);
      expect(result).toMatchObject({ code: 1, stdout: '' });
    } finally {
      await port.stop();
    }
  });

  test('it accepts and stays silent: the wait ends, and says so', async () => {
    const port = await faulty.silentPort();
    try {
      const result = await run(`topics list --brokers 127.0.0.1:${port.port} --timeout 1s`);
      expect(result.stderr).toContain('it accepted the connection and never answered');
      expect(result.code).toBe(1);
    } finally {
      await port.stop();
    }
  });

  test('a name that does not resolve', async () => {
    const result = await run('topics list --brokers no-such-host.invalid:9092');
    expect(result.stderr).toContain("Can't reach no-such-host.invalid:9092: the name doesn't resolve here");
    expect(result.code).toBe(1);
  });
});

describe('a list of brokers', () => {
  let dead: faulty.FaultyListener;
  beforeAll(async () => {
    dead = await faulty.closedPort();
  });
  afterAll(() => dead.stop());

  test('one that answers is enough', async () => {
    const result = await run(`topics list no-such-* --brokers 127.0.0.1:${dead.port},${bootstrap}`);
    expect(result.code).toBe(0);
  });

  test('when none answers, each is named', async () => {
    const result = await run(`topics list --brokers 127.0.0.1:${dead.port},no-such-host.invalid:9092`);
    expect(result.stderr).toContain(`Can't reach 127.0.0.1:${dead.port}`);
    expect(result.stderr).toContain("Can't reach no-such-host.invalid:9092");
  });
});
