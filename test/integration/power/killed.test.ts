import { expect, test } from 'vitest';
import { type AwsProxy, startAwsProxy } from './aws-proxy.js';
import { callsOf } from './calls-of.js';
import { type KillPoint, killAt, killPoints, type Verb } from './kill-points.js';
import { asleep, awake, type Night, night, type Sleepable } from './night.js';

/** Every kind once, in environments in which no two kinds are written to by the same kind of call. */
const teams: readonly (readonly Sleepable[])[] = [
  ['nodegroup', 'rds', 'ec2'],
  ['asg', 'ecs', 'rds-cluster'],
];
/** Environments of each team in which somebody dies at the same time. */
const lanes = 5;

interface Place {
  readonly here: Night;
  readonly proxy: AwsProxy;
  readonly kinds: readonly Sleepable[];
}

async function open(kinds: readonly Sleepable[]): Promise<Place> {
  const here = await night({ kinds });
  return { here, proxy: await startAwsProxy(here.lab.endpoint), kinds };
}

/** Another laptop brings all of it to an end: asleep with the sizes that it had at first in its records, or as it was. */
async function bring({ here, kinds }: Place, verb: Verb, died: string): Promise<void> {
  // Whoever killed it knows that it isn't under way any more.
  const { code, stderr, stdout } = await here.exops(`dev ${verb} --take-over --no-kafka --yes`);
  expect(code, `${died}, then ${verb}\n${stdout}${stderr}`).toBe(0);
  expect(await here.seen(), `${died}, then ${verb}`).toEqual(verb === 'sleep' ? asleep(kinds) : awake(kinds));
}

const opposite: Readonly<Record<Verb, Verb>> = { sleep: 'wake', wake: 'sleep' };

interface Death extends KillPoint {
  /** What somebody else does after it: half of those before a call go on, and half go back; the same of those after one. */
  readonly followedBy: Verb;
}

/** What a team's runs were killed at, as `sleep before StopDBInstance`. */
async function killedEverywhere(kinds: readonly Sleepable[]): Promise<readonly string[]> {
  const first = await open(kinds);
  const left: Record<Verb, Death[]> = { sleep: [], wake: [] };
  for (const verb of ['sleep', 'wake'] as const)
    left[verb] = (await killPoints(first.here, first.proxy, verb)).map((point, index) => ({
      ...point,
      followedBy: (index + Math.floor(index / 2)) % 2 === 0 ? 'sleep' : 'wake',
    }));
  expect(await first.here.seen()).toEqual(awake(kinds));

  const met: string[] = [];
  const lane = async (place: Place) => {
    // What the next one does who dies here.
    let verb: Verb = 'sleep';
    while (left.sleep.length + left.wake.length > 0) {
      const next: Death | undefined = left[verb].shift();
      if (next === undefined) {
        await bring(place, verb, 'nobody died');
        verb = opposite[verb];
        continue;
      }
      const words = `${verb} ${next.moment} ${next.call}`;
      if (await killAt(place.here, place.proxy, next)) met.push(words);
      await bring(place, next.followedBy, words);
      verb = opposite[next.followedBy];
    }
    if (verb === 'wake') await bring(place, 'wake', 'at last');
  };
  const others = Array.from({ length: lanes - 1 }, async () => lane(await open(kinds)));
  await Promise.all([lane(first), ...others]);
  return met;
}

test('sleep and wake, killed before and after each kind of call of each kind of resource, then either', {
  timeout: 600_000,
}, async () => {
  const met = await Promise.all(teams.map(killedEverywhere));
  const missed = teams.flatMap((kinds, team) => {
    const wanted = kinds.flatMap((kind) =>
      (['sleep', 'wake'] as const).flatMap((verb) =>
        callsOf[kind][verb].flatMap((call) => [`${verb} before ${call}`, `${verb} after ${call}`]),
      ),
    );
    return wanted.filter((words) => met[team]?.includes(words) !== true);
  });
  expect(missed).toEqual([]);
});

test('until its first write it only asks', async () => {
  const { here, proxy, kinds } = await open(['nodegroup', 'rds', 'ec2']);
  const [first = ''] = callsOf.nodegroup.sleep;
  expect(await killAt(here, proxy, { verb: 'sleep', call: first, moment: 'before' })).toBe(true);
  expect(await here.seen()).toEqual(awake(kinds));
});
