import { describe, expect, test } from 'vitest';
import type { BootstrapStatus } from '../../../src/lib/k8s-status/model.js';
import { noteLines } from '../../../src/lib/k8s-status/note.js';
import { isOutOfDate, type NextSteps, statusNotes } from '../../../src/lib/k8s-status/status-notes.js';
import { change, key, observedKey, statusOf, workloadStatus } from './builders.js';

const patch = 'exops k8s patch-bootstrap --env dev';
const next: NextSteps = {
  patch,
  kubectlFlags: ' --context lab --namespace dev',
  sync: 'exops k8s sync-secrets --env dev',
  declared: ['app'],
  namespace: 'exchange-dev',
};
const cluster = [{ host: '10.0.12.31', port: 9092 }];
const restart = `  ${patch} --servers new:9092 --restart`;
const holds = 'secret kafka holds new:9092 since 2026-11-21 13:00 UTC (kim)';

/** What stands under the table in a pipe, or on a terminal of so many columns. */
function notes(status: BootstrapStatus, brokers = cluster.slice(1), width = Number.POSITIVE_INFINITY) {
  return noteLines(statusNotes(status, brokers, next), width);
}

function begun(phase: 'applying' | 'undoing', secret = 'kafka'): BootstrapStatus['unfinished'][number] {
  const record = {
    ...{ id: '1', stamp: '2026-11-21T13:00:00.000Z', by: 'kim', phase },
    values: [{ key, before: 'old:9092', after: 'new:9092' }],
    ...{ secrets: [], workloads: [] },
  };
  return { secret, record };
}

describe('the secrets', () => {
  const heldBy = (by: string, earliest?: number) =>
    statusOf({
      keys: [
        observedKey({
          timeline: [change('13:00:00', 'new:9092', { by, ...(earliest === undefined ? {} : { earliest }) })],
        }),
      ],
    });

  test('what one holds, since when', () => {
    expect(notes(statusOf())).toEqual([holds]);
    expect(notes(heldBy('kim', -Infinity))).toEqual([
      'secret kafka holds new:9092 since 2026-11-21 13:00 UTC or earlier (kim)',
    ]);
  });

  test.each(['', 'unknown'])('written by %j, which is nobody', (by) => {
    expect(notes(heldBy(by))).toEqual(['secret kafka holds new:9092 since 2026-11-21 13:00 UTC']);
  });

  test('a value that is no list of hosts is not compared', () => {
    const hidden = statusOf({ keys: [observedKey({ hosts: undefined })] });
    expect(notes(hidden, cluster)).toEqual([
      "secret kafka holds something else than a list of hosts, which isn't shown",
    ]);
    expect(isOutOfDate(hidden, cluster)).toBe(false);
  });

  test('that the cluster is elsewhere, which is out of date', () => {
    expect(notes(statusOf(), cluster)).toEqual([
      'secret kafka holds new:9092; the cluster is at 10.0.12.31:9092',
      'Set it with:',
      `  ${patch}`,
    ]);
    expect(isOutOfDate(statusOf(), cluster)).toBe(true);
    expect(isOutOfDate(statusOf(), [])).toBe(false);
  });

  test('one command for all that are elsewhere', () => {
    const keys = [observedKey(), observedKey({ key: 'BROKERS' })];
    expect(notes(statusOf({ keys }), cluster).slice(2)).toEqual(['Set them with:', `  ${patch}`]);
  });

  test('a namespace that is not there, and nothing of what is not in it', () => {
    expect(notes(statusOf({ missingNamespace: 'dve' }), cluster)).toEqual([
      'There is no namespace dve in this cluster. See --namespace and --context.',
    ]);
  });

  test('a secret that is not there is said once, a key that is not there by its name', () => {
    const none = { hasSecret: false, isFound: false, hosts: undefined, timeline: [] };
    const keys = [
      observedKey({ ...none, secret: 'nope' }),
      observedKey({ ...none, secret: 'nope', key: 'BROKERS' }),
      observedKey({ ...none, secret: 'app' }),
      observedKey({ ...none, hasSecret: true, key: 'SERVERS' }),
    ];
    expect(notes(statusOf({ keys }), cluster)).toEqual([
      'There is no secret nope in namespace exchange-dev. See --secret, --namespace and --context.',
      'There is no secret app in namespace exchange-dev. Create it with:',
      '  exops k8s sync-secrets --env dev app',
      'There is no key SERVERS in a secret kafka.',
    ]);
  });
});

test('a change that is not complete, and what could not be seen', () => {
  const status = statusOf({
    workloads: [],
    unfinished: [begun('applying')],
    unreadable: [{ secret: 'kafka', problem: 'it is no JSON object' }],
    unseen: [{ kind: 'Job', reason: 'no' }],
  });
  expect(notes(status)).toEqual([
    holds,
    'The history on secret kafka says nothing: it is no JSON object.',
    "secret kafka: kim began to set it to new:9092 (2026-11-21 13:00 UTC), and that isn't complete.",
    'Finish it:',
    `  ${patch} --resume`,
    'Take it back:',
    `  ${patch} --undo`,
    'Not looked at, for want of the right to list: Job.',
    'No workload uses it.',
  ]);
});

describe('a change that is not complete comes before all other commands', () => {
  const workloads = [workloadStatus({ state: 'out of date' }), workloadStatus({ state: 'uncertain' })];

  test('which can be taken back only, once that has begun on one of its secrets', () => {
    const unfinished = [begun('applying', 'a'), begun('undoing', 'b')];
    expect(notes(statusOf({ workloads, unfinished }), cluster)).toEqual([
      'secret kafka holds new:9092; the cluster is at 10.0.12.31:9092',
      expect.stringMatching(/^secret a: kim began to set it .* that isn't complete\.$/),
      expect.stringMatching(/^secret b: kim began to take a change of it back .* that isn't complete\.$/),
      'Take the rest back:',
      `  ${patch} --undo`,
      'deployment/backend is out of date.',
      'deployment/backend is uncertain: nobody knows which value it was started with.',
    ]);
  });

  test('and nothing goes on from a record that is none', () => {
    const unfinished = [{ secret: 'a', record: { problem: 'it is no JSON object' } }];
    expect(notes(statusOf({ unfinished })).slice(1)).toEqual([
      "The record of an unfinished change on secret a can't be read: it is no JSON object. Look at its annotation exops/patch-bootstrap.",
    ]);
  });
});

describe('workloads that do not run with it', () => {
  const old = workloadStatus({ state: 'out of date' });
  const uncertain = workloadStatus({ name: 'web', state: 'uncertain' });
  const paused = { whyNotRestarted: 'it is paused' };
  const of = (...workloads: BootstrapStatus['workloads']) => notes(statusOf({ workloads })).slice(1);

  test('are restarted once, the uncertain ones with the others', () => {
    expect(of(old)).toEqual(['deployment/backend is out of date. Restart all that read it:', restart]);
    const partly = workloadStatus({ name: 'api', state: 'partly' });
    expect(of(old, partly, uncertain, uncertain)).toEqual([
      '2 workloads are out of date. Restart all that read it:',
      restart,
      '2 workloads are uncertain: nobody knows which value they were started with. The same command makes sure.',
    ]);
  });

  test('when nobody knows of any: the command that makes sure, and no failed check', () => {
    expect(of(uncertain)).toEqual([
      'deployment/web is uncertain: nobody knows which value it was started with. To make sure, restart all that read it:',
      restart,
    ]);
    expect(isOutOfDate(statusOf({ workloads: [uncertain] }), [])).toBe(false);
    expect(isOutOfDate(statusOf({ workloads: [old] }), [])).toBe(true);
    expect(isOutOfDate(statusOf({ workloads: [{ ...old, state: 'partly' }] }), [])).toBe(true);
  });

  test('by kubectl only those are restarted', () => {
    const status = statusOf({
      keys: [observedKey({ hosts: undefined })],
      workloads: [old, uncertain, workloadStatus({ name: 'fine' })],
    });
    expect(notes(status).slice(1)).toEqual([
      'deployment/backend is out of date. Restart with:',
      '  kubectl rollout restart --context lab --namespace dev deployment/backend deployment/web',
      'deployment/web is uncertain: nobody knows which value it was started with. The same command makes sure.',
    ]);
  });

  test('what can not be restarted is left out and said', () => {
    const stuck = workloadStatus({ name: 'stuck', state: 'out of date', ...paused });
    const current = workloadStatus({ name: 'current', ...paused });
    expect(of(stuck, { ...stuck, name: 'too' }, current)).toEqual([
      '2 workloads are out of date.',
      "deployment/stuck, deployment/too can't be restarted: it is paused.",
    ]);
    expect(of(stuck, uncertain, current)).toEqual([
      'deployment/stuck is out of date.',
      'deployment/web is uncertain: nobody knows which value it was started with. To make sure, restart all that read it:',
      `${restart} --skip deployment/stuck --skip deployment/current`,
      "deployment/stuck can't be restarted: it is paused.",
    ]);
    expect(of(old, { ...uncertain, ...paused })).toEqual([
      'deployment/backend is out of date. Restart all that read it:',
      `${restart} --skip deployment/web`,
      'deployment/web is uncertain: nobody knows which value it was started with.',
      "deployment/web can't be restarted: it is paused.",
    ]);
  });
});

test('on a terminal: sentences between words, hosts behind commas, commands never', () => {
  const servers = [1, 2, 3].map((n) => `b-${n}.liquibook.a1b2c3.c2.kafka.eu-west-1.amazonaws.com:9098`);
  const status = statusOf({
    keys: [observedKey({ hosts: servers.join(',') })],
    workloads: [
      workloadStatus({ state: 'out of date' }),
      workloadStatus({ name: 'web', state: 'uncertain' }),
    ],
  });
  expect(notes(status, undefined, 80)).toEqual([
    'secret kafka holds',
    `${servers[0]},`,
    `${servers[1]},`,
    servers[2],
    'since 2026-11-21 13:00 UTC (kim)',
    'deployment/backend is out of date. Restart all that read it:',
    `  ${patch} --servers ${servers.join(',')} --restart`,
    'deployment/web is uncertain: nobody knows which value it was started with. The',
    'same command makes sure.',
  ]);
});
