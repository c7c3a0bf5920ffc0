import { expect, test } from 'vitest';
import { type AwsProxy, startAwsProxy } from './aws-proxy.js';
import { type KillPoint, killAt, killPoints, type Verb } from './kill-points.js';
import { awake, type Night, night, type Seen, type Sleepable } from './night.js';

/** Every kind once, in environments in which no two kinds share a kind of call. */
const teams: readonly (readonly Sleepable[])[] = [
  ['nodegroup', 'rds', 'ec2'],
  ['asg', 'ecs', 'rds-cluster'],
];
/** Environments of each team that die at the same time, each at points of its own. */
const lanes = 6;

const records: Readonly<Record<Sleepable, RegExp>> = {
  nodegroup: /^v=1 min=1 max=4 desired=2 by=/,
  asg: /^v=1 min=1 max=4 desired=2 by=/,
  ecs: /^v=1 desired=2 by=/,
  rds: /^v=1 state=on by=/,
  'rds-cluster': /^v=1 state=on by=/,
  ec2: /^v=1 state=on by=/,
};

function asleep(is: Seen['is']): Seen['is'] {
  if (typeof is === 'string') return 'stopped';
  return is.min === undefined ? { desired: 0 } : { min: 0, desired: 0 };
}

/** Another laptop brings it to an end: it sleeps all of it and wakes it, or wakes it at once. */
async function expectRestored(
  here: Night,
  kinds: readonly Sleepable[],
  { died, next }: { readonly died: string; readonly next: Verb },
): Promise<void> {
  // Whoever killed it knows that it isn't under way any more.
  const verbs = next === 'sleep' ? (['sleep', 'wake'] as const) : (['wake'] as const);
  for (const verb of verbs) {
    const { code, stderr, stdout } = await here.exops(`dev ${verb} --take-over --no-kafka --yes`);
    expect(code, `${died}, then ${verb}\n${stdout}${stderr}`).toBe(0);
    if (verb === 'sleep') {
      const seen = await here.seen();
      for (const kind of kinds) {
        expect([kind, seen[kind]?.is], died).toEqual([kind, asleep(seen[kind]?.is ?? '')]);
        expect(seen[kind]?.record, died).toMatch(records[kind]);
      }
    }
  }
  expect(await here.seen(), died).toEqual(awake(kinds));
}

async function killedEverywhere(kinds: readonly Sleepable[], verb: Verb): Promise<readonly KillPoint[]> {
  const ready = async (here: Night) => {
    if (verb === 'wake') expect((await here.exops('dev sleep --no-kafka --yes')).code).toBe(0);
  };
  const rehearse = async (here: Night, proxy: AwsProxy) => {
    await ready(here);
    const points = await killPoints(here, proxy, verb);
    await expectRestored(here, kinds, { died: 'nowhere', next: 'wake' });
    return points;
  };
  const open = async () => {
    const here = await night({ kinds });
    return { here, proxy: await startAwsProxy(here.lab.endpoint) };
  };
  const first = await open();
  const points = await rehearse(first.here, first.proxy);
  const left = [...points.entries()];
  const met: KillPoint[] = [];
  const lane = async ({ here, proxy }: typeof first) => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, point] = next;
      await ready(here);
      if (await killAt(here, proxy, point)) met.push(point);
      const died = `killed ${point.moment} ${point.call}`;
      // Half of those before a call, and half of those after one.
      await expectRestored(here, kinds, {
        died,
        next: (index + Math.floor(index / 2)) % 2 === 0 ? 'sleep' : 'wake',
      });
    }
  };
  await Promise.all([lane(first), ...Array.from({ length: lanes - 1 }, async () => lane(await open()))]);
  return met;
}

test.each(['sleep', 'wake'] as const)(
  'a %s, killed at each kind of call, before and after it is done',
  { timeout: 600_000 },
  async (verb) => {
    const met = (await Promise.all(teams.map((kinds) => killedEverywhere(kinds, verb)))).flat();
    console.log(verb, met.length, met.map(({ call, moment, isWrite }) => `${isWrite ? 'W' : 'r'} ${moment} ${call}`).sort().join('\n'));
  },
);

test('until its first write it only asks', async () => {
  const kinds = teams[0] ?? [];
  const here = await night({ kinds });
  const proxy = await startAwsProxy(here.lab.endpoint);
  const call = 'POST /tags/…';
  expect(await killAt(here, proxy, { verb: 'sleep', call, isWrite: true, moment: 'before' })).toBe(true);
  expect(await here.seen()).toEqual(awake(kinds));
});
