import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../../src/lib/aws/aws.js';
import { judgeInstances, type Role } from '../../../../src/lib/doctor/aws/judge-instances.js';
import { instance } from './instance.js';

const scene = {
  ...{ region: 'ap-northeast-2', accountId: '123456789012', profile: undefined, hosts: [] },
  ...{ now: Date.UTC(2026, 10, 21, 9), timeZone: 'UTC', wake: 'exops dev wake -e dev' },
};
const record = 'v=1 state=on by=kim at=2026-11-20T19:02:11Z';
const asleep = (over: Partial<Instance> = {}) =>
  instance({ state: 'stopped', tags: new Map([['exops:sleep', record]]), ...over });

function host(name: string, role: Role, ...instances: readonly Instance[]) {
  const settings = {
    ...{ name, instance: { by: 'id' as const, id: 'i-0123456789abcdef0' }, user: 'ec2-user', port: 22 },
    ...{ address: undefined, route: undefined, via: undefined, tools: new Map(), services: new Map() },
  };
  return { settings, role, instances };
}

test('those that run, by their names', () => {
  const kafka = instance();
  const judged = judgeInstances([host('kafka', 'way', kafka)], scene);
  expect(judged.findings).toEqual([{ verdict: 'ok', saw: 'kafka (i-0123456789abcdef0) running' }]);
  expect(judged.hosts?.get('kafka')).toBe(kafka);
});

test('none is on the way', () => {
  expect(judgeInstances([], scene)).toMatchObject({
    skipped: 'no host is on the way or a broker',
    findings: [],
  });
});

test('one that is asleep: since when, by whom, and what wakes it', () => {
  const transitionReason = 'User initiated (2026-11-20 19:02:11 GMT)';
  const { findings, hosts } = judgeInstances([host('kafka', 'way', asleep({ transitionReason }))], scene);
  expect(findings).toEqual([
    {
      verdict: 'broken',
      saw: 'kafka (i-0123456789abcdef0) is stopped since Fri 19:02 (asleep, by kim).',
      problem: 'host-asleep',
      next: ['Wake it, and what sleeps with it:', 'exops dev wake -e dev'],
      fix: { kind: 'wake' },
    },
  ]);
  expect(hosts).toBeUndefined();
});

test.each<[string, readonly Instance[], string]>([
  ['stopped by somebody', [instance({ state: 'stopped' })], 'host-stopped'],
  ['just starting', [instance({ state: 'pending' })], 'host-not-running'],
  ['just stopping', [instance({ state: 'stopping' })], 'host-not-running'],
  ['gone', [instance({ state: 'terminated' })], 'host-not-running'],
  ['nowhere', [], 'host-not-found'],
  ['two', [instance(), instance({ id: 'i-2' })], 'host-ambiguous'],
  ['Windows', [instance({ platform: 'windows' })], 'host-not-running'],
])('one that is %s: %s', (_, instances, problem) => {
  const { findings, hosts } = judgeInstances([host('kafka', 'way', ...instances)], scene);
  expect(findings).toMatchObject([{ verdict: 'broken', problem }]);
  expect(findings[0]?.fix).toBeUndefined();
  expect(hosts).toBeUndefined();
});

test('a stopped one is started by a line to paste', () => {
  const { findings } = judgeInstances([host('kafka', 'way', instance({ state: 'stopped' }))], scene);
  expect(findings[0]?.next).toEqual([
    'Start it with:',
    'aws ec2 start-instances --instance-ids i-0123456789abcdef0 --region ap-northeast-2',
  ]);
});

describe('brokers', () => {
  const up = host('kafka-1', 'broker', instance());
  const down = host('kafka-2', 'broker', asleep());

  test('one of two is down: what comes after is looked at', () => {
    const { findings, hosts } = judgeInstances([up, down], scene);
    expect(findings.map(({ verdict }) => verdict)).toEqual(['ok', 'broken']);
    expect([...(hosts?.keys() ?? [])]).toEqual(['kafka-1']);
  });

  test('all are down: nothing can be reached', () => {
    const way = host('bastion', 'way', instance());
    expect(judgeInstances([way, down], scene).hosts).toBeUndefined();
  });

  test('the way is down, and the brokers run', () => {
    expect(judgeInstances([host('bastion', 'way', asleep()), up], scene).hosts).toBeUndefined();
  });
});
