import { expect, test } from 'vitest';
import { probeBrokers } from '../../../src/lib/bootstrap/probe-brokers.js';
import { ExopsError } from '../../../src/lib/errors.js';

test('why a broker does not answer goes on in a sentence', async () => {
  const ask = async () => {
    throw new ExopsError("Can't reach 10.0.0.1:9092: nothing listens there (connection refused).");
  };
  const [answer] = await probeBrokers(ask, [{ host: '10.0.0.1', port: 9092 }], undefined);
  expect(answer?.problem).toBe(
    "doesn't answer: Can't reach 10.0.0.1:9092: nothing listens there (connection refused)",
  );
});
