import { describe, expect, test } from 'vitest';
import { healthScreen } from '../../../src/commands/cluster/health-screens.js';
import type { HealthReport } from '../../../src/lib/cluster/read-health.js';
import { AccessError, InterruptedError } from '../../../src/lib/errors.js';
import { KafkaConnectionError, WrongClusterError } from '../../../src/lib/kafka/errors.js';
import { watch } from '../../../src/lib/watch.js';
import { aTerminal } from '../power/status/written.js';
import { disk, partition, reportOf, topic } from './builders.js';

const fine = topic('orders', partition([1, 2]));
const bad = topic('orders', partition([1, 2], { inSync: [1] }));
const lost = new KafkaConnectionError("Can't reach b1:9092.");

/** A topic, or a whole report, or why there is none. */
type Look = typeof fine | HealthReport | Error;

/** Looks at these, one after the other, a second apart, and is interrupted when they are over. */
async function watched(
  looks: readonly Look[],
  terminal: ReturnType<typeof aTerminal>,
  output: 'table' | 'json' | 'yaml' = 'table',
) {
  const control = new AbortController();
  let turn = 0;
  const look = async (): Promise<HealthReport> => {
    const one = looks[turn] ?? fine;
    if (one instanceof Error) throw one;
    return 'troubled' in one ? { ...one, at: turn * 1_000 } : reportOf({ topics: [one], at: turn * 1_000 });
  };
  const pauses: number[] = [];
  const clock = {
    now: () => 0,
    sleep: async (ms: number) => {
      pauses.push(ms);
      turn += 1;
      if (turn >= looks.length) control.abort(new InterruptedError('SIGINT'));
    },
  };
  const screen = healthScreen(terminal.terminal, output, { kind: 'kafka' });
  const end = await watch({ clock, signal: control.signal, everyMs: 2_000, look, screen }).catch(
    (error: unknown) => error,
  );
  return { end, pauses, ...terminal.written };
}

const summary = (words: string) => `1 topic, 1 partition: ${words}.\nCtrl-C ends this.\n`;
const ok = 'all have a leader and their replicas in sync';

describe('a watch', () => {
  test('draws the table anew in its place, and ends with Ctrl-C', async () => {
    const { end, out, err, pauses } = await watched([fine, bad, fine], aTerminal({ columns: 80 }));
    const frames = out.split('\u001b[0J');
    expect(frames).toHaveLength(3);
    expect(frames[0]).toBe(
      `BROKER  STATE  LEADERS  EVEN  REPLICAS
     1  ok           1   0.5         1
     2  ok           0   0.5         1

${summary(ok)}\u001b[6F`,
    );
    expect(frames[1]).toMatch(
      /^TOPIC +PARTITION +STATE.*orders +0 {2}under-replicated.*1 under-replicated\./s,
    );
    expect(frames[2]).toBe(frames[0]?.replace('\u001b[6F', ''));
    expect({ err, pauses }).toEqual({ err: '', pauses: [2_000, 2_000, 2_000] });
    expect(end).toBeInstanceOf(InterruptedError);
  });

  test('goes on while nobody answers, and keeps what it showed', async () => {
    const { out } = await watched([fine, lost, fine], aTerminal({ columns: 80 }));
    const [, failed = '', back] = out.split('\u001b[0J');
    expect(failed).toContain(`${ok}.\nCan't reach b1:9092. It is tried again.\nCtrl-C ends this.\n`);
    expect(back).not.toContain('tried again');
  });

  test('never draws more than the window has', async () => {
    const many = topic('t', ...Array.from({ length: 90 }, () => partition([1, 2], { inSync: [1] })));
    const { out } = await watched([many, many], aTerminal({ columns: 80, rows: 20 }));
    const [first = ''] = out.split('\u001b[');
    expect(first.trimEnd().split('\n').length).toBeLessThan(20);
    expect(first).toContain(' more; all of them without --watch\n');
  });

  test('in a pipe: what is there at first, and what changed, with the time', async () => {
    const { out, err } = await watched([fine, fine, bad, lost, lost, fine], aTerminal());
    expect(out).toBe(
      [
        '1970-01-01T00:00:00Z\tbroker\t1\tb1:9092\tok\t1\t0.5\t1\t',
        '1970-01-01T00:00:00Z\tbroker\t2\tb2:9092\tok\t0\t0.5\t1\t',
        '1970-01-01T00:00:02Z\tpartition\torders\t0\tunder-replicated\t1\t1,2\t1\t',
        '1970-01-01T00:00:05Z\tpartition\torders\t0\tok',
        '',
      ].join('\n'),
    );
    expect(err).toBe("Can't reach b1:9092. It is tried again.\n");
  });

  test.each(['table', 'json', 'yaml'] as const)('bytes alone are no change: %s', async (output) => {
    const gib = 1024n ** 3n;
    const holding = (...[one, two]: [bigint, bigint]) =>
      reportOf({
        topics: [fine],
        disks: new Map([
          [1, disk(one)],
          [2, disk(two)],
        ]),
      });
    const first = await watched([holding(10n, 10n)], aTerminal(), output);
    const same = await watched([holding(10n, 10n), holding(12n, 11n)], aTerminal(), output);
    expect(same.out).toBe(first.out);
    const uneven = [holding(9n * gib, gib), holding(11n * gib, 2n * gib)];
    const over = await watched([holding(10n, 10n), ...uneven], aTerminal());
    expect(over.out.split('\n').slice(2)).toEqual([
      `1970-01-01T00:00:01Z\tbroker\t1\tb1:9092\tholds 9.0 GiB, 5.0 GiB would be even\t1\t0.5\t1\t${9n * gib}`,
      '',
    ]);
  });

  test('for programs: a document a line, whenever something changed', async () => {
    const { out } = await watched([fine, fine, bad, fine], aTerminal(), 'json');
    const documents = out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(documents.map(({ at, isHealthy }) => [at, isHealthy])).toEqual([
      ['1970-01-01T00:00:00.000Z', true],
      ['1970-01-01T00:00:02.000Z', false],
      ['1970-01-01T00:00:03.000Z', true],
    ]);
    const yaml = await watched([fine, bad], aTerminal(), 'yaml');
    expect(yaml.out.match(/^---$/gm)).toHaveLength(2);
  });

  test.each([
    ['the first look fails', [lost], lost],
    ['the login is refused', [fine, new AccessError('no')], new AccessError('no')],
    [
      'it is another cluster',
      [fine, new WrongClusterError('a', 'b', 'x')],
      new WrongClusterError('a', 'b', 'x'),
    ],
    ['it is a mistake of ours', [fine, new TypeError('oops')], new TypeError('oops')],
  ])('ends when %s', async (_, looks, error) => {
    const { end } = await watched([...looks, fine], aTerminal());
    expect(end).toEqual(error);
  });
});
