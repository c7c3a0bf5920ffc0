import { expect, onTestFinished, test } from 'vitest';
import {
  closedPort,
  closingPort,
  type FaultyListener,
  garbagePort,
  httpPort,
  silentPort,
} from '../../lab/faulty-listeners.js';
import { probeMetadata } from '../../lab/kafka/metadata-probe.js';

async function ask(listen: () => Promise<FaultyListener>): Promise<string> {
  const { port, stop } = await listen();
  onTestFinished(stop);
  const patience = new Promise<string>((resolve) => setTimeout(resolve, 100, 'no answer'));
  return Promise.race([probeMetadata(port).then(() => 'an answer', String), patience]);
}

test.each([
  ['closed', closedPort, 'ECONNREFUSED'],
  ['closing', closingPort, 'closed the connection'],
  ['http', httpPort, 'closed the connection'],
  ['silent', silentPort, 'no answer'],
  ['garbage', () => garbagePort(), 'no answer'],
])('a %s port is no broker', async (_, listen, outcome) => {
  expect(await ask(listen)).toContain(outcome);
});
