import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ProxiedCluster, startProxiedCluster } from '../lab/kafka/proxied.js';
import { kafkaTool } from '../lab/kafka/tools.js';
import { describeTopic } from '../lab/kafka/topic-descriptions.js';
import type { ProxiedRequest, Verdict } from '../lab/kafka-proxy.js';
import { folderWith, run } from '../run.js';
import { start } from './exops.js';

let lab: ProxiedCluster;

beforeAll(async () => {
  lab = await startProxiedCluster({ delayMs: 5 });
});
afterAll(() => lab?.stop());

const apis = { electLeaders: 43, alterConfigs: 44, alterReassignments: 45, listReassignments: 46 };
const changes: readonly number[] = [apis.electLeaders, apis.alterConfigs, apis.alterReassignments];

/** Runs the built program and kills it as it sends the request that is picked; the broker hears of that, or doesn't. */
async function killAt(
  pick: (request: ProxiedRequest) => boolean,
  verdict: Verdict,
  args: readonly string[],
): Promise<{
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}> {
  const cwd = await folderWith({});
  const started = start(['topics', 'move', ...args, '--yes', '--brokers', lab.bootstrap], { cwd });
  for (const proxy of lab.proxies)
    proxy.onRequest((request) => {
      if (!pick(request)) return 'forward';
      started.child.kill('SIGKILL');
      return verdict;
    });
  const finished = await started.finished;
  for (const proxy of lab.proxies) proxy.onRequest();
  return finished;
}

const move = (line: string) => run(`topics move ${line} --brokers ${lab.bootstrap}`);

/** Straight to the brokers, so that no proxy is in between. */
const direct = () => lab.cluster.bootstrap;

const create = (name: string) =>
  kafkaTool(direct(), 'topics', ['--create', '--topic', name, '--replica-assignment', '1:2,2:1']);

const fill = (name: string) =>
  kafkaTool(direct(), 'console-producer', ['--topic', name], {
    input: `${'x'.repeat(10_000)}\n`.repeat(400),
  });

async function expectClean(name: string, off: number): Promise<void> {
  const described = await describeTopic(direct(), name);
  expect(described?.overrides).toEqual({});
  expect(described?.assignment.flat()).not.toContain(off);
  expect(described?.assignment.map((ids) => ids.length)).toEqual([2, 2]);
  const brokers = await kafkaTool(direct(), 'configs', ['--describe', '--entity-type', 'brokers']);
  expect(brokers).not.toContain('throttled');
}

test.each<Verdict>(['forward', 'cut'])(
  'killed at every change that it makes (%s), the next run finishes, and leaves no throttle',
  async (verdict) => {
    const name = `kill-${verdict}`;
    await create(name);
    let off = 2;
    for (let step = 1; ; step++) {
      const line = `${name} --off-broker ${off} --throttle 20MB`;
      let seen = 0;
      const isStep = ({ apiKey }: ProxiedRequest) => changes.includes(apiKey) && ++seen === step;
      const { signal, code, stderr } = await killAt(isStep, verdict, line.split(' '));
      if (signal === null) {
        expect(code, stderr).toBe(0);
        // Throttles on and off, on the topic and three brokers, and the move.
        expect(step).toBeGreaterThan(8);
        break;
      }
      const again = await move(`${line} --yes`);
      expect(again.code, `${step}: ${again.screen}`).toBe(0);
      const check = await move(`${line} --check`);
      expect(check.stdout, `${step}`).toBe(`Nothing to do: 1 topic off broker ${off}.\n`);
      off = off === 2 ? 3 : 2;
    }
    await expectClean(name, off);
  },
  240_000,
);

test.each<Verdict>(['forward', 'cut'])(
  'killed while it waits, the move is followed; a cancel that was killed (%s) is finished',
  async (verdict) => {
    const name = `wait-${verdict}`;
    await create(name);
    await fill(name);
    let hasBegun = false;
    const isWaiting = ({ apiKey }: ProxiedRequest) => {
      hasBegun ||= apiKey === apis.alterReassignments;
      return hasBegun && apiKey === apis.listReassignments;
    };
    const begun = await killAt(isWaiting, 'forward', [name, '--off-broker', '2', '--throttle', '1000']);
    expect(begun.signal).toBe('SIGKILL');
    expect((await move(`${name} --off-broker 2 --check`)).stdout).toContain('under way');

    const isCancel = ({ apiKey }: ProxiedRequest) => apiKey === apis.alterReassignments;
    expect((await killAt(isCancel, verdict, ['--cancel'])).signal).toBe('SIGKILL');
    expect((await move('--cancel --yes')).code).toBe(0);
    const cancelled = await describeTopic(direct(), name);
    expect(cancelled?.assignment.map((ids) => [...ids].sort())).toEqual([
      [1, 2],
      [1, 2],
    ]);
    await expectClean(name, 3);

    expect(
      (await killAt(isWaiting, 'forward', [name, '--off-broker', '2', '--throttle', '1000'])).signal,
    ).toBe('SIGKILL');
    expect((await move(`${name} --off-broker 2 --throttle 1GiB --yes`)).code).toBe(0);
    await expectClean(name, 2);
  },
  240_000,
);
