import { userInfo } from 'node:os';
import { describe, expect, test } from 'vitest';
import { start } from '../../e2e/exops.js';
import { awake, type Night, night, said, until } from './night.js';

/** Whoever runs the built program; in this process it is `tester`. */
const other = userInfo().username;

const begin = (here: Night, verb: 'sleep' | 'wake') =>
  start(['dev', verb, '--no-kafka', '--yes'], { cwd: here.cwd, env: here.env });

/** Looks no more often than the built program, which would else find what it relies on changed by a quicker one. */
const patient = { pause: (ms: number) => ms };

describe('while somebody else puts it to sleep', () => {
  const underWay = async () => {
    const here = await night({ kinds: ['asg', 'rds'], transitionSeconds: 4 });
    const theirs = begin(here, 'sleep');
    await until(async () => (await here.seen())['asg']?.record !== undefined);
    return { here, theirs };
  };
  const refusal = `    ${other} is putting it to sleep since WHEN. Wait for that, or go on all the same with --take-over`;

  test.each(['sleep', 'wake'])('a second %s is held back, and says by whom', async (verb) => {
    const { here, theirs } = await underWay();
    const { code, stdout } = await here.exops(`dev ${verb} --no-kafka --yes`, { tty: true, columns: 500 });
    expect(code).toBe(1);
    expect(said(stdout, here)).toContain(`  ! asg ASG  refused\n    ${refusal}\n`);
    expect(said(stdout, here)).toContain('refused: nothing is done until that is put right.');
    const finished = await theirs.finished;
    expect(finished, finished.stderr).toMatchObject({ code: 0 });
    const record = expect.stringContaining(`by=${other} `);
    expect(await here.seen()).toEqual({
      asg: { is: { min: 0, desired: 0 }, record },
      rds: { is: 'stopped', record },
    });
    expect((await here.exops('dev wake --no-kafka --yes')).code).toBe(0);
    expect(await here.seen()).toEqual(awake(['asg', 'rds']));
  });

  test('who takes over waits for the same, and its records stay', async () => {
    const { here, theirs } = await underWay();
    const mine = await here.exops('dev sleep --take-over --no-kafka --yes', patient);
    const finished = await theirs.finished;
    expect([mine.code, finished.code], `${mine.stderr}${finished.stderr}`).toEqual([0, 0]);
    expect((await here.seen())['asg']?.record).toContain(`by=${other} `);
    expect((await here.exops('dev wake --no-kafka --yes')).code).toBe(0);
    expect(await here.seen()).toEqual(awake(['asg', 'rds']));
  });
});

test('two who wake at once both end well', async () => {
  const here = await night({ kinds: ['asg', 'rds', 'ec2'], transitionSeconds: 2 });
  expect((await here.exops('dev sleep --no-kafka --yes')).code).toBe(0);
  const theirs = begin(here, 'wake');
  const mine = await here.exops('dev wake --no-kafka --yes', patient);
  const finished = await theirs.finished;
  expect([mine.code, finished.code], `${mine.stderr}${finished.stderr}`).toEqual([0, 0]);
  expect(await here.seen()).toEqual(awake(['asg', 'rds', 'ec2']));
});

test('two who begin to sleep at once: nothing is lost', async () => {
  const here = await night({ kinds: ['asg', 'rds', 'ec2'], transitionSeconds: 1 });
  const both = [begin(here, 'sleep'), begin(here, 'sleep')];
  await Promise.all(both.map(({ finished }) => finished));
  expect((await here.exops('dev sleep --take-over --no-kafka --yes')).code).toBe(0);
  expect((await here.exops('dev wake --take-over --no-kafka --yes')).code).toBe(0);
  expect(await here.seen()).toEqual(awake(['asg', 'rds', 'ec2']));
});
