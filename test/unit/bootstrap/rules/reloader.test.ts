import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isReloaded } from '../../../../src/lib/bootstrap/rules/reloader.js';
import type { WorkloadObject } from '../../../../src/lib/k8s/objects.js';
import { anything, workload } from './objects.js';

type Annotations = Record<string, string>;
const secret = 'kafka-credentials';
const reload = 'secret.reloader.stakater.com/reload';

const reloaded = (own: Annotations, ofTemplate: Annotations = {}, ofSecret: Annotations = {}) =>
  isReloaded(
    workload('Deployment', {
      metadata: { annotations: own },
      spec: { template: { metadata: { annotations: ofTemplate } } },
    }),
    secret,
    ofSecret,
  );

test.each<[boolean, Annotations]>([
  [false, {}],
  [true, { 'reloader.stakater.com/auto': 'true' }],
  [true, { 'reloader.stakater.com/auto': 'True' }],
  [false, { 'reloader.stakater.com/auto': 'false' }],
  [false, { 'reloader.stakater.com/auto': 'yes' }],
  [true, { 'secret.reloader.stakater.com/auto': 'true' }],
  [true, { 'reloader.stakater.com/auto': 'false', 'secret.reloader.stakater.com/auto': 'true' }],
  [false, { 'configmap.reloader.stakater.com/auto': 'true' }],
  [true, { [reload]: secret }],
  [true, { [reload]: `db-credentials, ${secret}` }],
  [false, { [reload]: 'db-credentials' }],
  [false, { [reload]: 'kafka' }],
  [false, { [reload]: '' }],
  [true, { [reload]: 'kafka-.*' }],
  [true, { [reload]: '.*-credentials' }],
  [true, { [reload]: 'kafka.credentials' }],
  [false, { [reload]: 'kafka\\.credentials' }],
  [false, { [reload]: 'kafka-credentials.+' }],
  [false, { [reload]: '(kafka|db)-credentials' }],
  [false, { 'reloader.stakater.com/search': 'true' }],
  [
    false,
    { 'reloader.stakater.com/auto': 'true', 'secrets.exclude.reloader.stakater.com/reload': `x, ${secret}` },
  ],
  [true, { 'reloader.stakater.com/auto': 'true', 'secrets.exclude.reloader.stakater.com/reload': 'x' }],
])('%s for %j', (is, annotations) => {
  expect(reloaded(annotations)).toBe(is);
});

describe('on the pod template', () => {
  const auto = { 'reloader.stakater.com/auto': 'true' };

  test('counts when the workload itself has none of the switches', () => {
    expect(reloaded({}, auto)).toBe(true);
    expect(reloaded({ 'reloader.stakater.com/auto': 'false' }, auto)).toBe(false);
    expect(reloaded({ [reload]: 'other' }, auto)).toBe(false);
  });
});

describe('on the secret', () => {
  test('ignore exempts it', () => {
    expect(
      reloaded({ 'reloader.stakater.com/auto': 'true' }, {}, { 'reloader.stakater.com/ignore': 'true' }),
    ).toBe(false);
  });

  test('match offers it to workloads that search', () => {
    const search = { 'reloader.stakater.com/search': 'true' };
    expect(reloaded(search, {}, { 'reloader.stakater.com/match': 'true' })).toBe(true);
    expect(reloaded({}, {}, { 'reloader.stakater.com/match': 'true' })).toBe(false);
  });
});

test('a hostile expression costs no time, and no object is too malformed', () => {
  const slow = `${'.*a'.repeat(2_000)}$`;
  expect(
    isReloaded(workload('Deployment', { metadata: { annotations: { [reload]: slow } } }), 'a'.repeat(253)),
  ).toBe(false);
  fc.assert(
    fc.property(anything, fc.string(), fc.string(), (object, pattern, name) => {
      const odd = workload('Rollout', { ...(object as WorkloadObject) });
      expect(typeof isReloaded(odd, name)).toBe('boolean');
      expect(
        typeof isReloaded(workload('Rollout', { metadata: { annotations: { [reload]: pattern } } }), name),
      ).toBe('boolean');
    }),
  );
});
