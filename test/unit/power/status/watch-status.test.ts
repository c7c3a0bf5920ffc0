import { describe, expect, test } from 'vitest';
import { AwsUnreachableError } from '../../../../src/lib/aws/aws-errors.js';
import { AccessError, InterruptedError } from '../../../../src/lib/errors.js';
import type { Sleeper } from '../../../../src/lib/power/model.js';
import { statusObserver } from '../../../../src/lib/power/status/observe-status.js';
import { documentScreen, lineScreen, terminalScreen } from '../../../../src/lib/power/status/screens.js';
import { watchStatus } from '../../../../src/lib/power/status/watch-status.js';
import { billedOf, entryOf, listOf, now, portsOf, record, seoul, sleeper, sourcesOf } from './builders.js';
import { aTerminal } from './written.js';

const kafka = sleeper({ name: 'i-1' });
const states: Record<string, Sleeper> = {
  awake: kafka,
  falling: { ...kafka, state: 'falling asleep', record: record() },
  asleep: { ...kafka, state: 'asleep', record: record() },
};

/** Looks at these, one after the other, and is interrupted when they are over. An error is thrown in the place of a look. */
async function watched(
  looks: readonly (string | Error)[],
  terminal: ReturnType<typeof aTerminal>,
  screen: 'terminal' | 'lines' | 'json' | 'yaml',
) {
  const control = new AbortController();
  const pauses: number[] = [];
  let turn = 0;
  const { ports } = portsOf(() => {
    const look = looks[turn];
    if (look instanceof Error) throw look;
    const one = states[look ?? ''];
    return one === undefined ? [] : [one];
  });
  const list = listOf(ports, [entryOf(kafka)], { now: () => now + turn * 1_000 });
  const observe = statusObserver(list, sourcesOf(billedOf().billed));
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      pauses.push(ms);
      turn += 1;
      if (turn < looks.length) return;
      control.abort(new InterruptedError('SIGINT'));
      throw control.signal.reason;
    },
  };
  const screens = {
    terminal: () => terminalScreen(terminal.terminal, seoul),
    lines: () => lineScreen(terminal.terminal, seoul),
    json: () => documentScreen(terminal.terminal, 'json', { environment: 'dev' }),
    yaml: () => documentScreen(terminal.terminal, 'yaml', { environment: 'dev' }),
  };
  const end = await watchStatus({ clock, signal: control.signal, observe, screen: screens[screen]() }).catch(
    (error: unknown) => error,
  );
  return { pauses, end, written: terminal.written };
}

describe('pauses', () => {
  test('grow while nothing changes, to half a minute, and are short again after a change', async () => {
    const looks = [...Array.from({ length: 10 }, () => 'awake'), 'falling', 'falling'];
    const { pauses } = await watched(looks, aTerminal(), 'lines');
    expect(pauses).toEqual([
      ...[2_000, 3_000, 4_500, 6_750, 10_125, 15_187.5, 22_781.25, 30_000, 30_000, 30_000],
      ...[2_000, 3_000],
    ]);
  });

  test('grow while nothing answers', async () => {
    const silent = new AwsUnreachableError(undefined, 'Nothing answers.');
    const { pauses } = await watched(['awake', silent, silent, 'awake'], aTerminal(), 'lines');
    expect(pauses).toEqual([2_000, 3_000, 4_500, 6_750]);
  });
});

describe('in a pipe', () => {
  test('a line for each resource, and one whenever it changed', async () => {
    const looks = ['awake', 'awake', 'falling', 'falling', 'asleep', 'awake'];
    const { written, end } = await watched(looks, aTerminal(), 'lines');
    expect(end).toBeInstanceOf(InterruptedError);
    expect(written.out.split('\n')).toEqual([
      '2026-11-21T03:00:00Z\tec2 i-1\tawake\t\t\t',
      '2026-11-21T03:00:02Z\tec2 i-1\tfalling asleep\t2026-11-20T10:02:00Z\tkim\t',
      '2026-11-21T03:00:04Z\tec2 i-1\tasleep\t2026-11-20T10:02:00Z\tkim\t',
      '2026-11-21T03:00:05Z\tec2 i-1\tawake\t\t\t',
      '',
    ]);
  });

  test('a failure is said once, until it is over', async () => {
    const silent = new AwsUnreachableError(undefined, 'Nothing answers.');
    const looks = ['awake', silent, silent, 'awake', silent];
    const { written } = await watched(looks, aTerminal(), 'lines');
    expect(written.err).toBe('Nothing answers. It is tried again.\nNothing answers. It is tried again.\n');
  });
});

describe('documents', () => {
  test('a line of JSON whenever something changed', async () => {
    const { written } = await watched(['awake', 'awake', 'asleep'], aTerminal(), 'json');
    const documents = written.out
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(documents.map(({ schema, at, resources: [{ state }] }) => [schema, at, state])).toEqual([
      ['exops.dev-status/v1', '2026-11-21T03:00:00Z', 'awake'],
      ['exops.dev-status/v1', '2026-11-21T03:00:02Z', 'asleep'],
    ]);
  });

  test('a stream of YAML', async () => {
    const { written } = await watched(['awake', 'asleep'], aTerminal(), 'yaml');
    expect(written.out.match(/^---$/gm)).toHaveLength(2);
    expect(written.out).toContain('schema: exops.dev-status/v1');
  });
});

describe('on a terminal', () => {
  test('is drawn over', async () => {
    const { written } = await watched(['awake', 'asleep'], aTerminal({ columns: 80 }), 'terminal');
    const [before, after, ...others] = written.out.split('\u001b[3F\u001b[0J');
    expect(others).toEqual([]);
    expect(before?.trimEnd().split('\n')).toEqual([
      'RESOURCE  STATE  SINCE  NOTE',
      'ec2 i-1   awake',
      'Ctrl-C ends this.',
    ]);
    expect(after?.trimEnd().split('\n')).toEqual([
      'RESOURCE  STATE   SINCE            NOTE',
      'ec2 i-1   asleep  Fri 19:02 (kim)',
      'Ctrl-C ends this.',
    ]);
    expect(written.err).toBe('');
  });

  test('a failure stands under the last table', async () => {
    const silent = new AwsUnreachableError(undefined, 'Nothing answers.');
    const { written } = await watched(['awake', silent], aTerminal({ columns: 80 }), 'terminal');
    expect(written.out.split('\u001b[0J').at(-1)?.split('\n').slice(1)).toEqual([
      'ec2 i-1   awake',
      'Nothing answers. It is tried again.',
      'Ctrl-C ends this.',
      '',
    ]);
  });

  test('what is longer than the window takes the window', async () => {
    const { written } = await watched(['awake', 'asleep'], aTerminal({ columns: 80, rows: 3 }), 'terminal');
    expect(written.out).toContain('\u001b[H\u001b[0J');
  });
});

describe('what ends it', () => {
  test('the first look may fail', async () => {
    const silent = new AwsUnreachableError(undefined, 'Nothing answers.');
    expect((await watched([silent], aTerminal(), 'lines')).end).toBe(silent);
  });

  test.each([new AccessError('The session has ended.'), new TypeError('a mistake of ours')])(
    'credentials that ended, or a mistake: %s',
    async (error) => {
      expect((await watched(['awake', error, 'awake'], aTerminal(), 'lines')).end).toBe(error);
    },
  );

  test('Ctrl-C, with its exit code', async () => {
    expect((await watched(['awake'], aTerminal(), 'lines')).end).toMatchObject({ exitCode: 130 });
  });
});
