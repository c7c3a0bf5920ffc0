import { expect, test } from 'vitest';
import { type DeploymentObject, isComplete } from '../../bench/k8s/completion.js';
import type { Race } from '../../bench/k8s/race.js';
import { k8sAimRows } from '../../bench/report/k8s/aims.js';
import { k8sTables } from '../../bench/report/k8s/tables.js';
import type { Series } from '../../bench/series.js';

const series = (shown: string, ...times: number[]): Series => ({ contender: '', shown, times });

function race(workloads: number, own: number, kubectl: number, afterMs: number): Race {
  const ours = 'exops k8s patch-bootstrap';
  const theirs = 'kubectl, one workload after the other';
  return {
    workloads,
    times: [series(ours, own), series(theirs, kubectl)],
    after: [series(ours, afterMs), series(theirs, 5)],
    cores: [series(ours, 1.62), series(theirs, 0.7)],
    requests: [series(ours, 30), series(theirs, 16)],
  };
}

const measured = {
  races: [race(1, 400, 300, 299), race(3, 500, 600, 301), race(20, 10_000, 20_000, 499)],
  firstRequest: [series('exops k8s patch-bootstrap', 251)],
  memory: [{ workloads: 3, peaks: [series('exops k8s patch-bootstrap', 70 * 1024)] }],
};

test('an aim that was missed says so, and the end may be 300 ms or 5 % late', () => {
  const sequence = '`exops k8s patch-bootstrap` and kubectl one after the other';
  const end = "from the last workload's completion to the exit";
  expect(k8sAimRows(measured)).toEqual([
    [`${sequence}, 3 workloads`, 'at most 1× as long', '0.83×'],
    [`${sequence}, 20 workloads`, '3× faster', 'missed: 2.0×'],
    [`${end}, 1 workload`, 'at most 300 ms', '299 ms'],
    [`${end}, 3 workloads`, 'at most 300 ms', 'missed: 301 ms'],
    [`${end}, 20 workloads`, 'at most 500 ms', '499 ms'],
    ['from the start of the process to its first request', 'at most 250 ms', 'missed: 251 ms'],
  ]);
});

test('times are compared with our own; requests and memory are counted', () => {
  const rows = k8sTables(measured).split('\n');
  expect(rows).toContain(
    '| `kubectl`, one workload after the other | **0.75×** 300 ms (1 run) | **1.2×** 600 ms (1 run) | **2.0×** 20.0 s (1 run) |',
  );
  expect(rows).toContain('| `exops k8s patch-bootstrap` | 30 | 30 | 30 |');
  expect(rows).toContain('| `exops k8s patch-bootstrap` | 1.6 | 1.6 | 1.6 |');
  expect(rows).toContain('| `exops k8s patch-bootstrap` | **70 MiB** (1 run) |');
});

const complete: DeploymentObject = {
  metadata: { name: 'app', generation: 2 },
  spec: { replicas: 3 },
  status: { observedGeneration: 2, replicas: 3, updatedReplicas: 3, availableReplicas: 3 },
};

test.each([
  ['its controller has not seen', { observedGeneration: 1 }],
  ['has an old pod', { replicas: 4 }],
  ['has not updated all', { updatedReplicas: 2 }],
  ['has a pod that is not available', { availableReplicas: 2 }],
])('a Deployment that %s is not complete', (_, change) => {
  expect(isComplete(complete)).toBe(true);
  expect(isComplete({ ...complete, status: { ...complete.status, ...change } })).toBe(false);
});
