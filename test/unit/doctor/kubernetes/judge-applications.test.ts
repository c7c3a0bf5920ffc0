import { expect, test } from 'vitest';
import { applicationValues, shapeOf } from '../../../../src/lib/doctor/kubernetes/application-values.js';
import {
  judgeApplications,
  type SeenApplications,
} from '../../../../src/lib/doctor/kubernetes/judge-applications.js';
import type { Workload } from '../../../../src/lib/k8s/kubernetes.js';
import type { Container } from '../../../../src/lib/k8s/objects.js';

const commands = {
  kubectl: (...words: readonly string[]) => ['kubectl', ...words].join(' '),
  exops: (...words: readonly string[]) => ['exops', ...words].join(' '),
};

function workload(name: string, ...containers: readonly Container[]): Workload {
  return { kind: 'Deployment', name, uid: name, object: { spec: { template: { spec: { containers } } } } };
}

const env = (variables: Readonly<Record<string, string>>): Container => ({
  name: 'app',
  env: Object.entries(variables).map(([name, value]) => ({ name, value })),
});

function judge(workloads: readonly Workload[], seen: Partial<SeenApplications> = {}) {
  const values = workloads.flatMap((one) => applicationValues(one, () => undefined));
  return judgeApplications({ keys: [], values, cluster: undefined, brokers: [], commands, ...seen });
}

test.each([
  ['KAFKA_BOOTSTRAP_SERVERS', 'servers'],
  ['SPRING_KAFKA_BOOTSTRAP_SERVERS', 'servers'],
  ['SPRING_KAFKA_PRODUCER_BOOTSTRAP_SERVERS', 'servers'],
  ['BOOTSTRAP_SERVERS', 'servers'],
  ['KAFKA_BROKERS', 'servers'],
  ['APP_KAFKA_BROKER_LIST', 'servers'],
  ['KAFKA_HOST', 'host'],
  ['KAFKA_PORT', 'port'],
  ['KAFKA_BROKER_ID', undefined],
  ['SPRING_CLOUD_STREAM_KAFKA_BINDER_BROKERS', undefined],
  ['DATABASE_HOST', undefined],
  ['RABBITMQ_BROKERS', undefined],
])('%s holds %s', (name, shape) => {
  expect(shapeOf(name)).toBe(shape);
});

test('the same mistake of several workloads is one finding', () => {
  const names = ['a', 'b', 'c', 'd', 'e'];
  const { findings } = judge(names.map((name) => workload(name, env({ KAFKA_BOOTSTRAP_SERVERS: 'b-1.x' }))));
  expect(findings.map(({ saw }) => saw)).toEqual([
    'deployment/a KAFKA_BOOTSTRAP_SERVERS, deployment/b KAFKA_BOOTSTRAP_SERVERS, deployment/c KAFKA_BOOTSTRAP_SERVERS, 2 more: b-1.x has no port',
  ]);
});

test('localhost is a broker to a sidecar, and to exops where it finds the cluster there', () => {
  const local = env({ KAFKA_BROKERS: 'localhost:9092' });
  expect(judge([workload('alone', local)]).findings).toMatchObject([
    {
      verdict: 'broken',
      problem: 'servers-local',
      saw: 'deployment/alone KAFKA_BROKERS: localhost:9092 is the pod itself, where no broker runs',
    },
  ]);
  expect(judge([workload('beside', local, { name: 'kafka-proxy' })]).findings).toMatchObject([
    { verdict: 'ok' },
  ]);
  const brokers = [{ host: '127.0.0.1', port: 19092 }];
  expect(judge([workload('dev', local)], { brokers }).findings).toMatchObject([{ verdict: 'ok' }]);
});

test('what belongs there is in the command, where it is known', () => {
  const brokers = [{ host: 'b-1.x', port: 9092 }];
  const next = (variables: Readonly<Record<string, string>>) =>
    judge([workload('a', env(variables))], { brokers }).findings[0]?.next?.[1];
  expect(next({ KAFKA_HOST: 'b-1:9092' })).toBe('kubectl set env deployment/a -c app KAFKA_HOST=b-1');
  expect(next({ KAFKA_BROKERS: 'SSL://b-7.x:9094' })).toBe(
    'kubectl set env deployment/a -c app KAFKA_BROKERS=b-7.x:9094',
  );
  expect(next({ KAFKA_BROKERS: '' })).toBe('kubectl set env deployment/a -c app KAFKA_BROKERS=b-1.x:9092');
  expect(next({ KAFKA_PORT: 'x' })).toBe('kubectl get deployment/a -o yaml');
});

test('without any variable for Kafka there is nothing to judge', () => {
  expect(judge([workload('a', env({ PORT: '8080' }))])).toMatchObject({
    findings: [],
    skipped: 'no workload is told where Kafka is by a variable',
  });
});

test('objects of any shape are no mistake of ours', () => {
  const odd = {
    kind: 'Deployment',
    name: 'odd',
    uid: 'odd',
    object: {
      spec: {
        template: {
          spec: {
            containers: [
              null,
              { env: [null, {}, { name: 7, value: {} }, { name: 'KAFKA_HOST', valueFrom: null }] },
            ],
          },
        },
      },
    },
  };
  expect(applicationValues(odd as unknown as Workload, () => undefined)).toEqual([]);
});
