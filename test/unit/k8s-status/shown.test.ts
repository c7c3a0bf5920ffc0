import { describe, expect, test } from 'vitest';
import { stateOf } from '../../../src/lib/k8s-status/judge-workload.js';
import type { BootstrapStatus, PodState, WorkloadState } from '../../../src/lib/k8s-status/model.js';
import { sameServers } from '../../../src/lib/k8s-status/same-servers.js';
import { statusDocument } from '../../../src/lib/k8s-status/status-document.js';
import { statusRows } from '../../../src/lib/k8s-status/status-rows.js';
import { startsOf } from '../../../src/lib/k8s-status/status-words.js';
import { writeStatus } from '../../../src/lib/k8s-status/write-status.js';
import { change, key, observedKey, statusOf, verdict, workloadStatus } from './builders.js';

const old = verdict({
  pod: 'backend-2',
  state: 'out of date',
  value: 'old:9092',
  missed: change('13:00:00', 'new:9092'),
});
const broken = verdict({ pod: 'backend-3', state: 'not running', value: undefined, trouble: 'ErrImagePull' });

/** What is written to a terminal of so many columns, or to a pipe. */
function written(status: BootstrapStatus, columns?: number): string {
  let text = '';
  const add = (more: string) => {
    text += more;
  };
  writeStatus(
    {
      ...{ isTerminal: columns !== undefined, columns: columns ?? Number.POSITIVE_INFINITY, colorLevel: 0 },
      line: (line = '') => add(`${line}\n`),
      write: add,
    },
    statusRows(status),
  );
  return text;
}

test.each<[PodState[], WorkloadState]>([
  [['current', 'current'], 'current'],
  [['current', 'out of date'], 'partly'],
  [['uncertain', 'out of date'], 'partly'],
  [['out of date', 'out of date'], 'out of date'],
  [['out of date', 'not running'], 'out of date'],
  [['current', 'uncertain'], 'uncertain'],
  [['current', 'not running'], 'current'],
  [['not running'], 'not running'],
  [[], 'not running'],
])('pods %j: %s', (states, state) => {
  expect(stateOf(states.map((one) => ({ state: one })))).toBe(state);
});

describe('the table', () => {
  const mixed = workloadStatus({ state: 'partly', wanted: 3 }, [verdict(), old, broken]);
  const bystanders = [{ kind: 'Job' as const, name: 'import\u001b[31m', uses: ['envFrom'] }];
  const status = statusOf({ workloads: [workloadStatus({ name: 'api' }), mixed], bystanders });

  test('in a pipe: a line a workload, full values', () => {
    expect(written(status).split('\n')).toEqual([
      `deployment/api\t1\tenv ${key}\tnew:9092\tcurrent`,
      `deployment/backend\t2 of 3\tenv ${key}\t1 pod: new:9092; 1 pod: old:9092; 1 pod: ErrImagePull\tcurrent`,
      'job/import\\x1b[31m\t\tenvFrom\t\tnot restartable',
      '',
    ]);
  });

  test('on a terminal that is wide enough', () => {
    const narrow = statusOf({ workloads: [workloadStatus({ name: 'api' })] });
    expect(written(narrow, 80).split('\n')).toEqual([
      'WORKLOAD        PODS  USES  STARTED WITH  STATE',
      'deployment/api  1     env   new:9092      current',
      '',
    ]);
  });

  test('on one that is not: nothing is cut', () => {
    const servers = [1, 2, 3].map(
      (n) => `b-${n}.liquibook.a1b2c3.c2.kafka.ap-northeast-2.amazonaws.com:9098`,
    );
    const long = verdict({ value: servers.join(',') });
    const text = written(statusOf({ workloads: [workloadStatus({}, [long, old])], bystanders }), 60);
    expect(text.split('\n')).toEqual([
      'deployment/backend · 2 pods · current',
      `    env ${key}`,
      '    1 pod:',
      ...servers.map((server, index) => `      ${server}${index < 2 ? ',' : ''}`),
      '    1 pod: old:9092',
      'job/import\\x1b[31m · not restartable',
      '    envFrom',
      '',
    ]);
  });

  test('of several keys each row says which', () => {
    const keys = [observedKey(), observedKey({ key: 'BROKERS' })];
    expect(written(statusOf({ keys }))).toBe(
      `deployment/api\t1\tenv ${key} (kafka, ${key})\tnew:9092\tcurrent\n`.replace('api', 'backend'),
    );
  });
});

test.each([
  [verdict(), 'new:9092'],
  [verdict({ isMounted: true }), 'new:9092 (mounted)'],
  [verdict({ value: ' \n' }), '(empty)'],
  [verdict({ value: undefined }), "today's value"],
  [verdict({ ...old, value: undefined }), 'before the change of 2026-11-21 13:00 UTC (kim)'],
  [
    verdict({ state: 'uncertain', value: undefined, missed: change('13:00:00', 'a:1', { by: 'unknown' }) }),
    'unknown: it started as the change of 2026-11-21 13:00 UTC came',
  ],
  [
    verdict({ ...old, state: 'uncertain', value: undefined }),
    'unknown: it started as the change of 2026-11-21 13:00 UTC (kim) came',
  ],
  [
    verdict({
      state: 'uncertain',
      value: undefined,
      missed: change('13:00:00', 'a:1', { earliest: -Infinity, by: 'helm' }),
    }),
    'unknown: it may be from before 2026-11-21 13:00 UTC (helm)',
  ],
  [
    verdict({
      state: 'uncertain',
      value: undefined,
      missed: change('13:00:00', 'a:1', { latest: Infinity }),
    }),
    'unknown: nothing says when it was changed',
  ],
])('what is said of a pod: %#', (pod, words) => {
  expect(startsOf([pod])).toEqual([words]);
});

test.each([
  ['a:9092,b:9092', true],
  [' B:9092, PLAINTEXT://a:9092,\n', true],
  ['a:9092', false],
  ['a:9092,b:9092,c:9092', false],
  ['a:9092,b:9093', false],
])('%j names the brokers: %s', (hosts, is) => {
  expect(
    sameServers(hosts, [
      { host: 'a', port: 9092 },
      { host: 'b', port: 9092 },
    ]),
  ).toBe(is);
});

test('the document for programs', () => {
  const status = statusOf({ workloads: [workloadStatus({ state: 'partly' }, [verdict(), old])] });
  const target = { environment: 'dev', context: 'lab', server: 'https://k8s', namespace: 'exchange-dev' };
  expect(statusDocument(target, status, [{ host: 'new', port: 9092 }])).toEqual({
    schema: 'exops.k8s-status/v1',
    target,
    keys: [
      {
        ...{ secret: 'kafka', key, found: true, value: 'new:9092', asCluster: true },
        changed: { at: '2026-11-21T13:00:00.000Z', exact: true, by: 'kim' },
      },
    ],
    workloads: [
      {
        ...{ kind: 'Deployment', name: 'backend', state: 'partly', wantedPods: 1 },
        keys: [
          {
            ...{ secret: 'kafka', key, uses: [`env ${key}`], state: 'current' },
            pods: [
              {
                ...{ name: 'backend-1', state: 'current', value: 'new:9092', mounted: false },
                ...{ missed: null, trouble: null, words: 'new:9092' },
              },
              {
                ...{ name: 'backend-2', state: 'out of date', value: 'old:9092', mounted: false },
                missed: { at: '2026-11-21T13:00:00.000Z', exact: true, by: 'kim' },
                ...{ trouble: null, words: 'old:9092' },
              },
            ],
          },
        ],
      },
    ],
    ...{ notRestartable: [], notLookedAt: [], unfinished: [] },
  });
});
