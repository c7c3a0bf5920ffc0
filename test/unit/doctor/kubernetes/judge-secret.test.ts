import { expect, test } from 'vitest';
import type { ObservedSecret } from '../../../../src/lib/bootstrap/model.js';
import { judgeSecrets, type SecretFacts } from '../../../../src/lib/doctor/kubernetes/judge-secret.js';
import { comparableBrokers } from '../../../../src/lib/doctor/kubernetes/secret-step.js';
import type { KubernetesSecret } from '../../../../src/lib/k8s/kubernetes.js';

const commands = {
  kubectl: (...words: readonly string[]) => ['kubectl', ...words].join(' '),
  exops: (...words: readonly string[]) => ['exops', ...words].join(' '),
};
const brokers = [
  { host: 'b-1', port: 9098 },
  { host: 'b-2', port: 9098 },
];

function judge(values: Readonly<Record<string, string>> | undefined, facts: Partial<SecretFacts> = {}) {
  const found =
    values === undefined
      ? undefined
      : ({ keys: Object.keys(values), text: (key: string) => values[key] } as unknown as KubernetesSecret);
  const secret: ObservedSecret = {
    ...{ secret: 'kafka', keys: ['S'], found },
    ...{ unreadable: undefined, record: undefined, refusedPatch: undefined },
  };
  const { findings, value } = judgeSecrets([secret], {
    ...{ brokers, advertised: undefined, declared: [], commands, ...facts },
  });
  expect(value?.secrets).toEqual([secret]);
  return findings[0];
}

test.each<[string, string, object]>([
  ['the brokers', 'b-1:9098,b-2:9098', { verdict: 'ok', saw: 'kafka S: b-1:9098,b-2:9098' }],
  ['for another login', 'b-1:9096', { verdict: 'ok', saw: 'kafka S: b-1:9096, for SASL/SCRAM' }],
  [
    'one that is gone',
    'b-1:9098,b-0:9098',
    { verdict: 'warning', problem: 'bootstrap-broker-gone', fix: { kind: 'patch bootstrap' } },
  ],
  ['another port', 'b-1:19092', { verdict: 'warning', problem: 'bootstrap-other-port' }],
  [
    'others',
    '10.0.0.7:9092',
    {
      ...{ verdict: 'broken', problem: 'bootstrap-stale', fix: { kind: 'patch bootstrap' } },
      saw: 'kafka S: 10.0.0.7:9092, and the cluster is at b-1:9098,b-2:9098',
      next: ["Set today's brokers, and restart what reads them:", 'exops k8s patch-bootstrap'],
    },
  ],
  [
    'no address',
    'hunter2',
    { verdict: 'ok', saw: 'kafka S: not of the form host:port,host:port; see applications' },
  ],
])('a key that holds %s', (_, text, finding) => {
  expect(judge({ S: text })).toMatchObject(finding);
});

test('without brokers of exops.yaml those of the cluster are set by name, and nothing is fixed by itself', () => {
  const advertised = [{ host: '10.0.0.9', port: 9092 }];
  const stale = judge({ S: '10.0.0.7:9092' }, { brokers: undefined, advertised });
  expect(stale).toMatchObject({
    verdict: 'broken',
    next: [
      "Set today's brokers, and restart what reads them:",
      'exops k8s patch-bootstrap --servers 10.0.0.9:9092',
    ],
  });
  expect(stale?.fix).toBeUndefined();
  expect(judge({ S: '10.0.0.7:9092' }, { brokers: undefined })).toEqual({
    ...{ verdict: 'ok' },
    saw: "kafka S: 10.0.0.7:9092, compared with nothing: the cluster's addresses aren't known",
  });
});

test('what is missing, and what makes it', () => {
  expect(judge(undefined, { declared: ['kafka'] })).toMatchObject({
    problem: 'bootstrap-secret-missing',
    next: ['exops.yaml declares it; create it with:', 'exops k8s sync-secrets kafka'],
  });
  expect(judge(undefined)?.next?.[1]).toBe('kubectl get secrets');
  expect(judge({ OTHER: 'x' })).toMatchObject({
    problem: 'bootstrap-key-missing',
    saw: 'kafka S: there is no such key; it has OTHER',
    next: ['Add the key, and restart what reads it:', 'exops k8s patch-bootstrap --create-key'],
  });
});

test('brokers that a flag names, or only a part of them, are compared with nothing', () => {
  const compared = (isClusterOfFile: boolean, given: number) =>
    comparableBrokers(
      { given: { cluster: { brokers: Array.from({ length: given }) } } } as never,
      { isClusterOfFile, environment: { brokers } } as never,
    );
  expect(compared(true, 2)).toBe(brokers);
  expect(compared(true, 1)).toBe(brokers);
  expect(compared(false, 2)).toBeUndefined();
  expect(compared(true, 3)).toBeUndefined();
});
