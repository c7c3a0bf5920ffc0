import { describe, expect, test } from 'vitest';
import { explainState } from '../../../../src/lib/hosts/find/explain-state.js';
import { instance, scene } from './instances.js';

const id = 'i-0123456789abcdef0';
const friday = 'User initiated (2026-11-20 10:02:00 GMT)';
const wanted = 'Client.UserInitiatedShutdown: User initiated shutdown';
const start = `aws ec2 start-instances --instance-ids ${id} --region ap-northeast-2`;
const gone = 'A terminated instance does not come back: name another one.';

function words(parts: Parameters<typeof instance>[0], name: string | undefined = 'kafka') {
  const error = explainState(instance(parts), { ...scene, name });
  return error === undefined ? undefined : [error.message, error.hint];
}

describe('the state of an instance', () => {
  test('running is what it should be', () => {
    expect(words({ state: 'running' })).toBeUndefined();
  });

  test('starting', () => {
    expect(words({ state: 'pending' })).toEqual([
      `kafka (${id}) is still starting: try again in a moment.`,
      undefined,
    ]);
  });

  test('stopped by a person', () => {
    expect(words({ state: 'stopped', transitionReason: friday, stateReason: wanted })).toEqual([
      `kafka (${id}) is stopped since Fri 19:02 (User initiated).`,
      `Start it with: ${start}`,
    ]);
  });

  test('stopped, and nobody says since when or why', () => {
    expect(words({ state: 'stopped' })?.[0]).toBe(`kafka (${id}) is stopped.`);
    expect(words({ state: 'stopped', transitionReason: '', stateReason: wanted })?.[0]).toBe(
      `kafka (${id}) is stopped (${wanted}).`,
    );
  });

  test('stopped for a reason of its own', () => {
    const stateReason = 'Client.InternalError: Client error on launch';
    expect(words({ state: 'stopped', transitionReason: friday, stateReason })?.[0]).toBe(
      `kafka (${id}) is stopped since Fri 19:02 (${stateReason}).`,
    );
  });

  test.each([
    ['v=1 by=kim at=2026-11-20T10:02:00Z', 'asleep, by kim'],
    ['by=kim', 'asleep, by kim'],
    ['v=1 standby=kim', 'asleep'],
    ['', 'asleep'],
  ])('put to sleep: %s', (record, why) => {
    const tags = { Name: 'dev-kafka', 'exops:sleep': record };
    expect(words({ state: 'stopped', transitionReason: friday, stateReason: wanted, tags })).toEqual([
      `kafka (${id}) is stopped since Fri 19:02 (${why}).`,
      'Wake it, and what sleeps with it: exops dev wake',
    ]);
  });

  test('just being stopped', () => {
    expect(words({ state: 'stopping', transitionReason: friday })).toEqual([
      `kafka (${id}) is just being stopped (User initiated).`,
      `Once it is stopped, start it with: ${start}`,
    ]);
  });

  test('just being terminated, and terminated', () => {
    expect(words({ state: 'shutting-down', transitionReason: friday })).toEqual([
      `kafka (${id}) is just being terminated (User initiated).`,
      gone,
    ]);
    expect(words({ state: 'terminated' })).toEqual([`kafka (${id}) was terminated.`, gone]);
  });

  test.each(['running', 'stopped'] as const)('%s with Windows', (state) => {
    expect(words({ state, platform: 'windows' })).toEqual([
      `kafka (${id}) runs Windows, where there is no SSH.`,
      'Use Remote Desktop, or a PowerShell session of AWS Systems Manager.',
    ]);
  });

  test('the profile is in the command', () => {
    const error = explainState(instance({ state: 'stopped' }), { ...scene, profile: 'exchange-dev' });
    expect(error?.hint).toBe(`Start it with: ${start} --profile exchange-dev`);
  });
});

describe('how an instance is called', () => {
  test.each([
    ['kafka', { Name: 'dev-kafka' }, `kafka (${id})`],
    [undefined, { Name: 'dev-kafka' }, `dev-kafka (${id})`],
    [id, { Name: 'dev-kafka' }, `dev-kafka (${id})`],
    [undefined, {}, id],
    [undefined, { Name: '' }, id],
    [undefined, { Name: 'a\u001b[31m\nb' }, `a\\x1b[31m\\nb (${id})`],
  ])('%s with the tags %o', (name, tags, called) => {
    const error = explainState(instance({ state: 'pending', tags }), { ...scene, name });
    expect(error?.message).toBe(`${called} is still starting: try again in a moment.`);
  });

  test('a record of sleep says nothing to the terminal', () => {
    const tags = { 'exops:sleep': 'by=\u001b]0;kim\u0007' };
    const error = explainState(instance({ state: 'stopped', tags }), scene);
    expect(error?.message).toBe(`${id} is stopped (asleep, by \\x1b]0;kim\\x07).`);
  });
});
