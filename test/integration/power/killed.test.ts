import { expect, test } from 'vitest';
import { type Started, start } from '../../e2e/exops.js';
import { type AwsProxy, type ProxiedCall, startAwsProxy } from './aws-proxy.js';
import { awake, type Night, night, type Sleepable } from './night.js';

/** What stops and starts by itself, what has a size, and what refuses while it moves; each with a stage of its own. */
const kinds: readonly Sleepable[] = ['nodegroup', 'rds', 'ec2'];

interface Kill {
  readonly verb: 'sleep' | 'wake';
  /** Of the calls from the first write on, or of the writes alone. */
  readonly of: 'calls' | 'writes';
  readonly nth: number;
  /** Whether the call that it died at had reached AWS. */
  readonly moment: 'before' | 'after';
}

/** Kills the built program at its nth call; undefined when it made fewer, else that call. */
async function killedAt(
  here: Night,
  proxy: AwsProxy,
  { verb, of, nth, moment }: Kill,
): Promise<string | undefined> {
  let started: Started | undefined;
  let count = 0;
  let last: ProxiedCall | undefined;
  proxy.onCall((call) => {
    const isCounted = call.isWrite || (of === 'calls' && count > 0);
    if (isCounted) count += 1;
    if (!isCounted || count !== nth) return 'forward';
    last = call;
    if (moment === 'after') return 'forward';
    started?.child.kill('SIGKILL');
    return 'drop';
  });
  proxy.onAnswer((call) => {
    if (call === last) started?.child.kill('SIGKILL');
  });
  const env = { ...here.env, AWS_ENDPOINT_URL: proxy.endpoint };
  started = start(['dev', verb, '--no-kafka', '--yes'], { cwd: here.cwd, env });
  const finished = await started.finished;
  proxy.onCall();
  proxy.onAnswer();
  if (finished.signal === 'SIGKILL') return last?.words;
  expect(finished, finished.stderr).toMatchObject({ code: 0 });
  return undefined;
}

/** Another laptop brings it to an end: it sleeps all of it and wakes it, or wakes it at once. */
async function expectRestored(here: Night, died: string, next: 'sleep' | 'wake'): Promise<void> {
  // Whoever killed it knows that it isn't under way any more.
  const verbs = next === 'sleep' ? (['sleep', 'wake'] as const) : (['wake'] as const);
  for (const verb of verbs) {
    const { code, stderr, stdout } = await here.exops(`dev ${verb} --take-over --no-kafka --yes`);
    expect(code, `killed at ${died}, ${verb}\n${stdout}${stderr}`).toBe(0);
    if (verb === 'sleep')
      for (const [kind, { is, record }] of Object.entries(await here.seen())) {
        expect([kind, is], died).toEqual([kind, typeof is === 'string' ? 'stopped' : { min: 0, desired: 0 }]);
        expect(record, died).toMatch(
          kind === 'nodegroup' ? /^v=1 min=1 max=4 desired=2 by=/ : /^v=1 state=on by=/,
        );
      }
  }
  expect(await here.seen(), died).toEqual(awake(kinds));
}

/** Several environments at once, each at points of its own. */
async function inLanes(work: (here: Night, proxy: AwsProxy, nth: number) => Promise<'more' | 'enough'>) {
  let nth = 0;
  let isEnough = false;
  const lane = async () => {
    const here = await night({ kinds });
    const proxy = await startAwsProxy(here.lab.endpoint);
    while (!isEnough) {
      nth += 1;
      if ((await work(here, proxy, nth)) === 'enough') isEnough = true;
    }
  };
  await Promise.all(Array.from({ length: 4 }, lane));
  return nth;
}

test.each([
  ['sleep', 'calls', 'before', 10],
  ['sleep', 'writes', 'after', 6],
  ['wake', 'calls', 'before', 10],
  ['wake', 'writes', 'after', 6],
] as const)(
  'a %s, killed at each of its %s, %s that is done',
  { timeout: 600_000 },
  async (verb, of, moment, least) => {
    const points = await inLanes(async (here, proxy, nth) => {
      if (verb === 'wake') expect((await here.exops('dev sleep --no-kafka --yes')).code).toBe(0);
      const died = await killedAt(here, proxy, { verb, of, nth, moment });
      if (died === undefined) {
        if (verb === 'sleep') await expectRestored(here, 'nothing', 'wake');
        return 'enough';
      }
      await expectRestored(here, `${died} (${nth})`, nth % 2 === 0 ? 'sleep' : 'wake');
      return 'more';
    });
    expect(points).toBeGreaterThan(least);
  },
);

test('until its first write it only asks', async () => {
  const here = await night({ kinds });
  const proxy = await startAwsProxy(here.lab.endpoint);
  const died = await killedAt(here, proxy, { verb: 'sleep', of: 'writes', nth: 1, moment: 'before' });
  expect(died).toMatch(/^POST \/tags\//);
  expect(await here.seen()).toEqual(awake(kinds));
});
