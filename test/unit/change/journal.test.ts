import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { beginJournal, journalFolder } from '../../../src/lib/change/journal.js';
import { type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import { planDocument } from '../../../src/lib/change/plan-document.js';
import { ExopsError } from '../../../src/lib/errors.js';
import { folderWith } from '../config/folder.js';
import { change, field, planOf } from './builders.js';
import { journalLines, ran } from './run.js';

const plan = planOf([
  change({ name: 'a', action: 'change', fields: [field('retention.ms', '7', '3')] }),
  change({ name: 'b' }),
]);
const header = {
  command: 'topics sync',
  user: 'kim',
  startedAt: Date.UTC(2026, 10, 21, 9, 5, 1, 42),
  target: { environment: 'dev', account: undefined },
  plan: planDocument(plan),
};
const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
const ended = (name: string, status: Outcome['status'] = 'done') =>
  outcomeOf({ kind: 'topic', name }, status);

describe('the journal of a run', () => {
  test('stands on the disk before the first change, for its owner only', async () => {
    let before: readonly unknown[] = [];
    const stateFolder = await folderWith({});
    await ran({
      plans: [plan],
      options: { yes: true },
      stateFolder,
      apply: async () => {
        before = await journalLines(stateFolder);
      },
    });
    expect(before).toEqual([
      {
        schema: 'exops.change/v1',
        command: 'topics sync',
        user: 'kim',
        startedAt: '2026-11-21T00:00:00.000Z',
        target: { environment: 'dev', cluster: 'b:9092' },
        plan: planDocument(plan),
      },
    ]);
    const folder = join(stateFolder, 'journal');
    const [file = ''] = await readdir(folder);
    expect(await modeOf(folder)).toBe(0o700);
    expect(await modeOf(join(folder, file))).toBe(0o600);
  });

  test('has a line for each end, for what the verification corrected, and for the run', async () => {
    const { stateFolder } = await ran({
      plans: [plan],
      options: { yes: true },
      verify: async () => [ended('a'), ended('b', 'unknown')],
    });
    expect((await journalLines(stateFolder)).slice(1)).toEqual([
      { outcome: ended('a') },
      { outcome: ended('b') },
      { outcome: ended('b', 'unknown') },
      { exitCode: 5 },
    ]);
  });

  test('is a condition of every change: none is made without it', async () => {
    const run = await ran({ plans: [plan], options: { yes: true }, stateFolder: '/dev/null/state' });
    expect(run.calls).not.toContain('apply');
    expect(run.error).toBeInstanceOf(ExopsError);
    expect(run.error).toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(
        /^Can't record what is there before changing it: ENOTDIR.*\. Nothing has changed\.$/,
      ),
      hint: 'Name a folder that can be written in EXOPS_STATE_DIR.',
    });
  });

  test('that can not be gone on with says so, and stops nothing', async () => {
    const unwritable = { ...ended('a'), reason: 1n as unknown as string };
    const run = await ran({
      plans: [plan],
      options: { yes: true },
      apply: async (_, { report }) => {
        report(unwritable);
        await new Promise((resolve) => setTimeout(resolve, 5));
        report(ended('b'));
      },
    });
    expect(run).toMatchObject({ exitCode: 0, calls: ['observe', 'apply', 'verify'] });
    expect(run.err).toMatch(/\n {2}The record .*\.jsonl is not complete: .*BigInt.*\n$/);
    expect((await journalLines(run.stateFolder)).slice(1)).toEqual([
      { outcome: ended('b') },
      { exitCode: 0 },
    ]);
  });
});

describe('a journal', () => {
  test('is named for when, where and what', async () => {
    const { file, end } = await beginJournal(await folderWith({}), header);
    expect(file).toMatch(/\/2026-11-21T090501-042Z-dev-topics-sync-[a-z0-9]+\.jsonl$/);
    expect(await end(0)).toBeUndefined();
  });

  test('leads nowhere else by the name of its environment', async () => {
    const folder = await folderWith({});
    const { file, end } = await beginJournal(folder, { ...header, target: { environment: '../../x y' } });
    await end(0);
    expect(file.slice(folder.length)).toMatch(/^\/2026[^/]*-..-..-x-y-topics-sync-[a-z0-9]+\.jsonl$/);
  });

  test('is another for each run, also of one moment', async () => {
    const folder = await folderWith({});
    const journals = await Promise.all([beginJournal(folder, header), beginJournal(folder, header)]);
    await Promise.all(journals.map(({ end }) => end(0)));
    expect(await readdir(folder)).toHaveLength(2);
  });

  test('keeps the lines of many ends whole and in order', async () => {
    const stateFolder = await folderWith({});
    const journal = await beginJournal(join(stateFolder, 'journal'), header);
    const names = Array.from({ length: 500 }, (_, index) => `t${index}`);
    for (const name of names) journal.record(ended(name));
    await journal.end(0);
    const lines = await journalLines(stateFolder);
    expect(lines.slice(1, -1).map(({ outcome }) => (outcome as Outcome).name)).toEqual(names);
  });
});

test.each([
  [{ EXOPS_STATE_DIR: '/state', XDG_STATE_HOME: '/xdg' }, '/state/journal'],
  [{ XDG_STATE_HOME: '/xdg' }, '/xdg/exops/journal'],
  [{ XDG_STATE_HOME: '' }, '/home/kim/.local/state/exops/journal'],
  [{}, '/home/kim/.local/state/exops/journal'],
])('journals are kept by %j in %s', (env, folder) => {
  expect(journalFolder(env, '/home/kim')).toBe(folder);
});
