import { expect, test } from 'vitest';
import { type Finished, type Started, start } from '../../e2e/exops.js';
import type { ApiProxy, ApiRequest } from '../../lab/kubernetes/api-proxy.js';
import { deployment, statefulSet } from '../../lab/kubernetes/objects.js';
import {
  before,
  fromKey,
  key,
  recordAnnotation,
  secretName,
  type TradingFloor,
  tradingFloor,
  type World,
} from './trading-floor.js';

const workloads = ['deployment/gateway', 'statefulset/ledger'];
const objects = [deployment({ name: 'gateway', ...fromKey }), statefulSet({ name: 'ledger', ...fromKey })];

/** Whether the request that it died at had reached the server. */
type Moment = 'before' | 'after';

const asks = ({ method, path, query }: ApiRequest): boolean =>
  method === 'GET' || query.has('dryRun') || path.endsWith('/selfsubjectaccessreviews');

interface Kill {
  readonly args: string;
  /** Of the requests from the first write on, or of the writes alone. */
  readonly nth: number;
  readonly of: 'requests' | 'writes';
  readonly moment: Moment;
}

/** Kills the built program at its nth request; undefined when it has made fewer. */
async function killedAt(
  floor: TradingFloor,
  proxy: ApiProxy,
  { args, nth, of, moment }: Kill,
): Promise<Finished | undefined> {
  const env = { ...floor.env, KUBECONFIG: proxy.kubeconfig };
  let started: Started | undefined;
  let count = 0;
  let last: ApiRequest | undefined;
  proxy.onRequest((request) => {
    const isCounted = !asks(request) || (of === 'requests' && count > 0);
    if (isCounted) count += 1;
    if (!isCounted || count !== nth) return 'forward';
    last = request;
    if (moment === 'after') return 'forward';
    started?.child.kill('SIGKILL');
    return 'drop';
  });
  proxy.onAnswer((request) => {
    if (request === last) started?.child.kill('SIGKILL');
  });
  started = start(args.split(' '), { cwd: floor.cwd, env });
  const finished = await started.finished;
  proxy.onRequest();
  proxy.onAnswer();
  await floor.search(finished.stdout + finished.stderr);
  if (finished.signal === 'SIGKILL') return finished;
  expect(finished, finished.stderr).toMatchObject({ code: 0 });
  return undefined;
}

interface Ends {
  readonly was: World;
  readonly old: string;
  readonly new: string;
}

/** All old or all new, in the secret and in what the pods were started with; no record either way. */
async function expectComplete(
  floor: TradingFloor,
  { was, ...ends }: Ends,
  how: 'old' | 'new',
): Promise<void> {
  const value = ends[how];
  expect((await floor.annotationsOf())[recordAnnotation]).toBeUndefined();
  const is = await floor.world();
  expect(is.secrets[secretName]?.[key]).toBe(value);
  for (const name of workloads) {
    expect(await floor.namespace.kubectl(['logs', name]), name).toBe(`${key}=${value}\n`);
    const restartedAt = was.workloads[name]?.restartedAt;
    if (how === 'old') expect(is.workloads[name]?.restartedAt, name).toBe(restartedAt);
    else expect(is.workloads[name]?.restartedAt, name).not.toBe(restartedAt);
  }
}

/** What a process that was killed has left is finished or taken back by another. */
async function expectRecovery(floor: TradingFloor, ends: Ends, direction: 'resume' | 'undo'): Promise<void> {
  const record = (await floor.annotationsOf())[recordAnnotation];
  const value = (await floor.world()).secrets[secretName]?.[key];
  if (record === undefined) {
    expect([ends.old, ends.new]).toContain(value);
    return expectComplete(floor, ends, value === ends.new ? 'new' : 'old');
  }
  expect(JSON.parse(record).values).toEqual([{ key, before: ends.old, after: ends.new }]);
  const { code, stderr } = await floor.exops(`k8s patch-bootstrap --${direction} --yes`);
  expect(code, stderr).toBe(0);
  await expectComplete(floor, ends, direction === 'resume' ? 'new' : 'old');
}

/** Several namespaces at once, each with a value of its own for each run. */
async function inLanes(
  work: (floor: TradingFloor, proxy: ApiProxy, ends: Ends, turn: number) => Promise<'more' | 'enough'>,
): Promise<number> {
  let turn = 0;
  let isEnough = false;
  const lane = async () => {
    const floor = await tradingFloor(objects);
    const proxy = await floor.proxied();
    while (!isEnough) {
      turn += 1;
      const mine = turn;
      const was = await floor.world();
      const ends = { was, old: was.secrets[secretName]?.[key] ?? '', new: `10.0.12.${mine}:9092` };
      if ((await work(floor, proxy, ends, mine)) === 'enough') isEnough = true;
    }
  };
  await Promise.all([lane(), lane()]);
  return turn;
}

const patchTo = (value: string) => `k8s patch-bootstrap --servers ${value} --no-probe --yes`;

test('until the first write there is nothing but questions', async () => {
  const floor = await tradingFloor(objects);
  const proxy = await floor.proxied();
  await killedAt(floor, proxy, { args: patchTo('10.0.12.1:9092'), nth: 1, of: 'writes', moment: 'before' });
  expect(proxy.requests.filter((request) => !asks(request))).toHaveLength(1);
  expect(proxy.requests.at(-1)).toMatchObject({ method: 'PATCH' });
  expect(await floor.valueOf()).toBe(before);
  expect(await floor.annotationsOf()).toEqual({});
});

const patientMs = 180_000;

// A question that was answered and one that wasn't leave the same behind.
test.each([
  ['every request from the first write on, before it arrives', 'requests', 'before', 10],
  ['every write, once it is made', 'writes', 'after', 4],
] as const)(
  'killed at %s: another laptop finishes or undoes',
  { timeout: patientMs },
  async (_, of, moment, least) => {
    const turns = await inLanes(async (floor, proxy, ends, nth) => {
      const killed = await killedAt(floor, proxy, { args: patchTo(ends.new), nth, of, moment });
      if (killed === undefined) {
        await expectComplete(floor, ends, 'new');
        return 'enough';
      }
      await expectRecovery(floor, ends, nth % 2 === 0 ? 'resume' : 'undo');
      return 'more';
    });
    expect(turns).toBeGreaterThan(least);
  },
);

test.each(['resume', 'undo'] as const)(
  'a --%s that is killed at every write is gone on with',
  { timeout: patientMs },
  async (way) => {
    const turns = await inLanes(async (floor, proxy, ends, turn) => {
      // The secret and one of two workloads are written by then.
      const isSecond = ({ path, method }: ApiRequest) =>
        method === 'PATCH' && path.includes('/statefulsets/');
      await killedWhen(floor, proxy, `${patchTo(ends.new)} --one-by-one`, isSecond);
      const args = `k8s patch-bootstrap --${way} --yes`;
      const moment = turn % 2 === 0 ? 'before' : 'after';
      const killed = await killedAt(floor, proxy, { args, nth: Math.ceil(turn / 2), of: 'writes', moment });
      if (killed === undefined) {
        await expectComplete(floor, ends, way === 'resume' ? 'new' : 'old');
        return 'enough';
      }
      await expectRecovery(floor, ends, way);
      return 'more';
    });
    expect(turns).toBeGreaterThan(4);
  },
);

async function killedWhen(
  floor: TradingFloor,
  proxy: ApiProxy,
  args: string,
  isLast: (request: ApiRequest) => boolean,
): Promise<void> {
  const env = { ...floor.env, KUBECONFIG: proxy.kubeconfig };
  const { child, finished } = start(args.split(' '), { cwd: floor.cwd, env });
  proxy.onRequest((request) => {
    if (!isLast(request)) return 'forward';
    child.kill('SIGKILL');
    return 'drop';
  });
  expect((await finished).signal).toBe('SIGKILL');
  proxy.onRequest();
}
