import { describe, expect, test } from 'vitest';
import type { BootstrapStatus } from '../../../src/lib/k8s-status/model.js';
import { restartCommand } from '../../../src/lib/k8s-status/restart-command.js';
import { observedKey, workloadStatus } from './builders.js';

const next = { patch: 'exops k8s patch-bootstrap --env dev', kubectlFlags: ' --context lab --namespace dev' };

describe('the command that restarts, and sets nothing', () => {
  const patch = next.patch;
  const workloads = [
    workloadStatus({ state: 'out of date' }),
    workloadStatus({ kind: 'StatefulSet', name: "it's", state: 'partly' }),
  ];
  const rollouts = [
    workloadStatus({ kind: 'Rollout', name: 'a', state: 'partly' }),
    workloadStatus({ kind: 'Rollout', name: 'b', state: 'partly' }),
  ];
  const kubectl = 'kubectl rollout restart --context lab --namespace dev';
  const argo = 'kubectl argo rollouts restart --context lab --namespace dev';
  const held = (hosts: string | undefined, ...others: (string | undefined)[]) =>
    [hosts, ...others].map((each) => observedKey({ hosts: each }));

  test.each<[string, BootstrapStatus['keys'], BootstrapStatus['workloads'], readonly string[], string]>([
    ['the same servers', held('a:1,b:2', 'a:1,b:2'), workloads, ['a:1', 'b:2'], `${patch} --restart`],
    ['others than the cluster', held('a:1'), workloads, ['b:2'], `${patch} --servers a:1 --restart`],
    ['nobody knows the cluster', held('a:1'), workloads, [], `${patch} --servers a:1 --restart`],
    ['another order', held('b:2,a:1'), workloads, ['a:1', 'b:2'], `${patch} --servers b:2,a:1 --restart`],
    [
      'another way to write them',
      held('PLAINTEXT://a:1'),
      workloads,
      ['a:1'],
      `${kubectl} deployment/backend 'statefulset/it'\\''s'`,
    ],
    ['white space', held('a:1\n'), workloads.slice(0, 1), ['a:1'], `${kubectl} deployment/backend`],
    ['several values', held('a:1', 'b:2'), workloads.slice(0, 1), ['a:1'], `${kubectl} deployment/backend`],
    ['no list of hosts', held(undefined), rollouts, ['a:1'], `${argo} a b`],
    [
      'several kinds',
      held(undefined),
      [...workloads.slice(0, 1), ...rollouts],
      [],
      `${kubectl} deployment/backend && ${argo} a b`,
    ],
  ])('%s', (_, keys, old, brokers, command) => {
    const addresses = brokers.map((one) => ({ host: one[0] ?? '', port: Number(one[2]) }));
    expect(restartCommand({ keys, workloads: old }, old, addresses, next)).toEqual({
      command,
      isOfAll: command.startsWith('exops'),
    });
  });

  describe('what can not be restarted, for which all would be refused', () => {
    const stuck = (name: string, rest = {}) =>
      workloadStatus({ name, whyNotRestarted: 'it is paused', ...rest });
    const all = [
      stuck('api'),
      workloadStatus({ state: 'out of date' }),
      workloadStatus({ name: 'web' }),
      stuck('shard', { kind: 'StatefulSet', state: 'out of date' }),
    ];
    const behind = all.filter(({ state }) => state === 'out of date');

    test('is skipped, whether it is behind or not', () => {
      expect(restartCommand({ keys: held('a:1'), workloads: all }, behind, [], next)?.command).toBe(
        `${patch} --servers a:1 --restart --skip deployment/api --skip statefulset/shard`,
      );
    });

    test('is not restarted by kubectl either, which would only seem to', () => {
      expect(restartCommand({ keys: held(undefined), workloads: all }, behind, [], next)?.command).toBe(
        `${kubectl} deployment/backend`,
      );
    });

    test('leaves no command where nothing else is behind', () => {
      expect(
        restartCommand({ keys: held('a:1'), workloads: all }, behind.slice(1), [], next),
      ).toBeUndefined();
    });
  });
});
