import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProxiedCluster, startProxiedCluster } from '../../lab/kafka/proxied.js';
import { kafkaTool } from '../../lab/kafka/tools.js';
import { run } from '../../run.js';

let lab: ProxiedCluster;

beforeAll(async () => {
  lab = await startProxiedCluster();
});
afterAll(() => lab?.stop());

test('a broker that the cluster lists and that does not answer is named, and the others are checked', async () => {
  const [first, , third] = lab.proxies;
  third?.freeze();
  const line = `cluster check --records 3 --timeout 3s -o json --brokers ${first?.bootstrap}`;
  const { code, stdout, stderr } = await run(line);
  third?.thaw();
  expect(code, stderr).toBe(3);
  const json = JSON.parse(stdout);
  expect(json).toMatchObject({
    brokers: [
      { id: 1, state: 'ok', trips: 3 },
      { id: 2, state: 'ok', trips: 3 },
      { id: 3, state: 'failed', trips: 0, latencyMs: null, why: expect.stringMatching(/\S/) },
    ],
    ...{ throughput: { state: 'ok' }, cleanUp: { state: 'ok' } },
  });
  expect(json.failed).toContain('broker 3');
  const [ready] = lab.cluster.brokers;
  expect(await kafkaTool(ready?.bootstrap ?? '', 'topics', ['--list'])).not.toContain(json.check);
}, 150_000);
