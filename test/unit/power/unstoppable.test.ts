import { describe, expect, test } from 'vitest';
import { AwsCredentialsError } from '../../../src/lib/aws/aws-errors.js';
import { InterruptedError } from '../../../src/lib/errors.js';
import { observePower } from '../../../src/lib/power/observe-power.js';
import type { PowerDeps } from '../../../src/lib/power/power-deps.js';
import { unstoppableLook } from '../../../src/lib/power/status/observe-unstoppable.js';
import type { SeenUnstoppable } from '../../../src/lib/power/unstoppable.js';
import { planned, shown } from './planned.js';
import {
  asleep,
  awsOf,
  billedOf,
  cacheNode,
  entryOf,
  missingRight,
  mskCluster,
  noPriceList,
  portsOf,
  sleeper,
  sourcesOf,
} from './status/builders.js';
import type { Draft } from './thing.js';

const signal = new AbortController().signal;
const shop: Draft = { kind: 'rds', name: 'shop' };
const broker = sleeper({ vpcId: 'vpc-1' });
const subnets = new Map([['subnet-1', 'vpc-1']]);
const given = new Map([
  ['msk kafka.m5.large', 0.2],
  ['msk GiB-month', 0.073],
  ['elasticache cache.t4g.micro', 0.025],
]);

type Answers = NonNullable<Parameters<typeof awsOf>[1]>;

/** What is seen around the broker. */
async function seen(answers: Answers, rest: Partial<Parameters<typeof sourcesOf>[1]> = {}) {
  const { billed } = billedOf({ subnets });
  const sources = sourcesOf(billed, { aws: awsOf(billed, answers), given, ...rest });
  const look = unstoppableLook(sources, [entryOf(broker)]);
  return (await look?.(signal))?.([broker]);
}

function noticesFor(unstoppable: SeenUnstoppable | undefined, isMsk = false) {
  const kafka = isMsk ? { isMsk, sleepers: new Set<string>(), health: undefined } : undefined;
  return planned('sleep', [shop], { unstoppable, kafka }).notices;
}

test('one line in the plan: what it is, and what it costs together', async () => {
  const unstoppable = await seen({ msk: [mskCluster()], caches: [cacheNode()] });
  expect(shown(planned('sleep', [shop], { unstoppable }))).toContain(
    "    can't be stopped, goes on to cost about $15.72 a day: MSK liquibook-msk (3 × kafka.m5.large), ElastiCache exchange-dev-redis (cache.t4g.micro)\n",
  );
  expect(noticesFor(unstoppable, true)).toHaveLength(1);
});

test('what has no price is in no sum, and serverless caches have none', async () => {
  const caches = [cacheNode({ nodes: 2 }), cacheNode({ name: 'free', nodeType: undefined, nodes: 0 })];
  expect(noticesFor(await seen({ caches }))).toEqual([
    {
      kind: 'unstoppable',
      text: "can't be stopped, goes on to cost at least $1.20 a day",
      names: [
        'ElastiCache exchange-dev-redis (2 × cache.t4g.micro)',
        'ElastiCache free (serverless, billed by use)',
      ],
    },
  ]);
  const [unpriced] = noticesFor(await seen({ caches }, { given: new Map() }));
  expect(unpriced?.text).toBe("can't be stopped, goes on to cost");
});

test('brokers that MSK tells of no cluster for', async () => {
  const hosts = [1, 2].map((n) => `b-${n}.dev.a1b2c3.c2.kafka.ap-northeast-2.amazonaws.com`);
  const mskBrokers = { hosts, type: 'kafka.m5.large' };
  expect(noticesFor(await seen({}, { mskBrokers }), true)).toMatchObject([
    { text: "can't be stopped, goes on to cost about $9.60 a day", names: ['MSK (2 × kafka.m5.large)'] },
  ]);
  const unknown = await seen({}, { mskBrokers: { hosts, type: undefined } });
  expect(noticesFor(unknown)).toMatchObject([{ names: ['MSK (2 × broker)'] }]);
});

test('a Kafka that is of MSK by name alone is not in the sum', async () => {
  expect(noticesFor(await seen({ caches: [cacheNode()] }), true)).toMatchObject([
    {
      text: "can't be stopped, goes on to cost at least $0.60 a day",
      names: ['MSK', 'ElastiCache exchange-dev-redis (cache.t4g.micro)'],
    },
  ]);
});

test('nothing is said where there is nothing, or nothing is put to sleep', async () => {
  expect(noticesFor(await seen({}))).toEqual([]);
  const unstoppable = await seen({ caches: [cacheNode()] });
  const night = { shop: { isOn: false, tag: 'v=1 state=on by=kim at=2026-11-20T19:02:11Z' } };
  const { notices } = planned('sleep', [shop], { unstoppable, as: night });
  expect(notices.map(({ kind }) => kind)).toEqual(['asleep']);
});

test("nothing is asked where nothing could tell what is the environment's", () => {
  const { billed } = billedOf();
  const [group, database] = asleep;
  expect(unstoppableLook(sourcesOf(billed), [entryOf(group), entryOf(database)])).toBeUndefined();
});

describe('what can not be read', () => {
  test('a missing right is a line, and the rest is known', async () => {
    const unstoppable = await seen({
      msk: missingRight('kafka:ListClustersV2\u001b[2J'),
      caches: [cacheNode()],
    });
    expect(noticesFor(unstoppable).map(({ text }) => text)).toEqual([
      "can't be stopped, goes on to cost about $0.60 a day",
      "clusters of Amazon MSK were not looked at: AWS doesn't allow kafka:ListClustersV2\\x1b[2J: the right is missing.",
    ]);
  });

  test('prices that may not be read are no line', async () => {
    const unstoppable = await seen({ caches: [cacheNode()], pricing: noPriceList }, { given: new Map() });
    expect(noticesFor(unstoppable).map(({ kind }) => kind)).toEqual(['unstoppable']);
  });

  test('what does not answer is waited for only so long', async () => {
    const { billed } = billedOf({ subnets });
    const aws = awsOf(billed, { caches: [cacheNode()] });
    const aborted: unknown[] = [];
    const msk = {
      ...aws.msk,
      clusters: (_?: string, own?: AbortSignal) =>
        new Promise<never>(() => own?.addEventListener('abort', () => aborted.push(true))),
    };
    const unstoppable = await seen({}, { aws: { ...aws, msk }, patienceMs: 20 });
    expect(unstoppable?.names).toEqual(['ElastiCache exchange-dev-redis (cache.t4g.micro)']);
    expect(noticesFor(unstoppable)[1]?.text).toBe(
      'clusters of Amazon MSK were not looked at: they did not answer within 0.02 s',
    );
    expect(aborted).toEqual([true]);
  });
});

describe('beside the list', () => {
  function deps(unstoppable: PowerDeps['unstoppable'], sleepers = [broker]): PowerDeps {
    const entries = sleepers.map((one) => entryOf(one));
    return {
      ...{
        ports: portsOf(() => sleepers).ports,
        entries,
        patienceMs: 0,
        firstPollMs: 0,
        again: '',
        back: '',
      },
      ...{ kafka: undefined, scheduled: undefined, unstoppable },
      clock: { now: () => 0, sleep: async () => {} },
    };
  }

  test('it begins before the list is known', async () => {
    const order: string[] = [];
    const nothing: SeenUnstoppable = { names: [], usdPerDay: undefined, unpriced: 0, unread: [] };
    const look = async () => {
      order.push('look');
      return (sleepers: readonly { readonly vpcId: string | undefined }[]) => {
        order.push(`of ${sleepers.map(({ vpcId }) => vpcId).join()}`);
        return nothing;
      };
    };
    const { ports, ...rest } = deps(look);
    const tellingPorts = new Map(
      [...ports].map(([kind, port]) => [
        kind,
        {
          ...port,
          find: (...asked: Parameters<typeof port.find>) => {
            order.push('list');
            return port.find(...asked);
          },
        },
      ]),
    );
    const { observed } = await observePower({ ...rest, ports: tellingPorts }, 'sleep', signal);
    expect(order).toEqual(['look', 'list', 'of vpc-1']);
    expect(observed.unstoppable).toBe(nothing);
  });

  test('a wake does not ask', async () => {
    const { observed } = await observePower(
      deps(() => expect.unreachable()),
      'wake',
      signal,
    );
    expect(observed.unstoppable).toBeUndefined();
  });

  test('a failure keeps nothing awake', async () => {
    const fails = () => Promise.reject(new AwsCredentialsError('AWS does not accept the credentials.'));
    const { observed } = await observePower(deps(fails), 'sleep', signal);
    expect(noticesFor(observed.unstoppable)).toEqual([
      {
        kind: 'unstoppable-unknown',
        text: 'clusters of Amazon MSK and caches were not looked at: AWS does not accept the credentials.',
        names: [],
      },
    ]);
  });

  test('a mistake of ours does, unless nobody waits for it', async () => {
    const mistake = new TypeError('x is not a function');
    const fails = () => Promise.reject(mistake);
    await expect(observePower(deps(fails), 'sleep', signal)).rejects.toBe(mistake);
    const { observed } = await observePower(deps(fails, [asleep[2]]), 'sleep', signal);
    expect(observed.unstoppable).toBeUndefined();
  });

  test('Ctrl-C ends it', async () => {
    const control = new AbortController();
    const look = async () => {
      control.abort(new InterruptedError('SIGINT'));
      throw missingRight('kafka:ListClustersV2');
    };
    await expect(observePower(deps(look), 'sleep', control.signal)).rejects.toThrow();
  });
});
