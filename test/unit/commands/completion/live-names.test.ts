import { describe, expect, test } from 'vitest';
import { namedWords } from '../../../../src/commands/completion/candidates.js';
import { clusterFlagsOf, clusterWordsOf, liveNames } from '../../../../src/commands/completion/live-names.js';
import { readTypedLine } from '../../../../src/commands/completion/typed-line.js';
import type { KnownNames } from '../../../../src/lib/completion/names-cache.js';
import { printable } from '../../../../src/lib/terminal/printable.js';
import { buildProgram } from '../../../../src/program.js';

const now = 1_000_000;

/** A clock that moves only by sleeping, and an answer of the background that arrives at a moment of it. */
async function press(
  known: KnownNames | undefined,
  { arrivesAt = Number.POSITIVE_INFINITY, isBusy = false, startedAt = 40 } = {},
) {
  const seen = { at: startedAt, refreshes: 0 };
  const fresh: KnownNames = { names: ['new'], askedAt: now };
  const names = await liveNames({
    cache: {
      lock: '',
      read: async () => (seen.at >= arrivesAt ? fresh : known),
      write: async () => undefined,
      isBusy: async () => isBusy,
    },
    now: () => now,
    sinceStart: () => seen.at,
    sleep: async (ms) => {
      seen.at += ms;
    },
    refresh: () => {
      seen.refreshes += 1;
    },
  });
  return { names, ...seen };
}

describe('a press of the tab key', () => {
  test('fresh names are answered, and nobody is asked', async () => {
    const known = { names: ['orders'], askedAt: now - 29_999 };
    expect(await press(known)).toEqual({ names: ['orders'], at: 40, refreshes: 0 });
  });

  test('old names are answered at once while the cluster is asked', async () => {
    const known = { names: ['orders'], askedAt: now - 30_000 };
    expect(await press(known)).toEqual({ names: ['orders'], at: 40, refreshes: 1 });
    const future = { names: ['orders'], askedAt: now + 1 };
    expect(await press(future)).toMatchObject({ names: ['orders'], refreshes: 1 });
  });

  test('without any, the answer is waited for as long as nobody notices', async () => {
    expect(await press(undefined, { arrivesAt: 80 })).toEqual({ names: ['new'], at: 80, refreshes: 1 });
    const hanging = await press(undefined);
    expect(hanging).toMatchObject({ names: [], refreshes: 1 });
    expect(hanging.at).toBeLessThanOrEqual(150);
    expect(await press(undefined, { startedAt: 500 })).toEqual({ names: [], at: 500, refreshes: 1 });
  });

  test('one process asks at a time', async () => {
    expect(await press(undefined, { isBusy: true, arrivesAt: 80 })).toMatchObject({
      names: ['new'],
      refreshes: 0,
    });
  });

  test('a cluster that could not be asked is left alone for a while', async () => {
    expect(await press({ names: [], askedAt: now - 1_000 })).toEqual({ names: [], at: 40, refreshes: 0 });
  });
});

const program = buildProgram('0.0.0', [], async () => {});

test('names that are no text, could be flags or stand on the line already are left out', () => {
  const words = (names: readonly string[], ...typed: string[]) =>
    namedWords(names, readTypedLine(program, typed), (name) => printable(name) === name).map(
      ({ word }) => word,
    );
  const names = [
    'orders',
    'a b$',
    '',
    '--yes',
    '-x',
    'esc\u001b[31m',
    'line\nbreak',
    'bidi\u202e',
    '__offsets',
  ];
  expect(words(names, 'topics', 'describe', '')).toEqual(['orders', 'a b$']);
  expect(words(names, 'topics', 'describe', '_')).toEqual(['__offsets']);
  expect(words(names, 'topics', 'describe', 'orders', '')).toEqual(['a b$']);
  expect(words(names, 'groups', 'lag', '--topic=or')).toEqual(['--topic=orders']);
});

test('the background is told which cluster is meant, and nothing else of the line', () => {
  const typed = [
    'messages',
    'produce',
    'orders',
    '--value',
    'secret',
    '-e',
    'dev',
    '--no-tls',
    '--via=-x',
    '-y',
    '',
  ];
  const flags = clusterFlagsOf(readTypedLine(program, typed).flags);
  const told = clusterWordsOf(flags);
  expect(told).toEqual(['--env=dev', '--no-tls', '--via=-x']);
  expect(clusterFlagsOf(readTypedLine(program, ['topics', 'list', ...told, '']).flags)).toEqual(flags);
});
