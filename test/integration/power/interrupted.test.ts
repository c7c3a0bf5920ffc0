import { expect, test } from 'vitest';
import { awake, night, said, until } from './night.js';

test('Ctrl-C: nothing new is begun, and what was asked goes on by itself', async () => {
  const here = await night({ kinds: ['asg', 'rds'], transitionSeconds: 3 });
  const interruption = new AbortController();
  const running = here.exops('dev sleep --no-kafka --yes', { interrupt: interruption.signal });
  await until(async () => (await here.lab.calls()).some(({ action }) => action === 'UpdateAutoScalingGroup'));
  await until(async () => JSON.stringify((await here.seen())['asg']?.is) === '{"min":0,"desired":0}');
  interruption.abort();
  const { code, stderr } = await running;
  expect([code, said(stderr, here).split('\n')]).toEqual([
    130,
    [
      'dev · 123456789012 ap-northeast-2',
      'Interrupted: nothing new is begun, and what was asked goes on by itself. Once more to stop looking at it.',
      '? asg ASG: it was asked to sleep, and may go on by itself',
      '✗ 1 uncertain, 1 not tried, not verified',
      '  exops dev sleep goes on from here, from anywhere; exops dev wake takes it back. Record: FILE',
      '',
    ],
  ]);
  expect((await here.seen())['rds']).toEqual({ is: 'available', record: undefined });
  expect((await here.exops('dev wake --no-kafka --yes')).code).toBe(0);
  expect(await here.seen()).toEqual(awake(['asg', 'rds']));
});
