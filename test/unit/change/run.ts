import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Capability } from '../../../src/lib/change/capability.js';
import { type Outcome, outcomeOf } from '../../../src/lib/change/outcome.js';
import type { Plan } from '../../../src/lib/change/plan.js';
import { type ChangeRun, runChange } from '../../../src/lib/change/run-change.js';
import type { ChangeOptions } from '../../../src/lib/change/scene.js';
import type { Answer, Output } from '../../../src/lib/terminal/terminal.js';
import { folderWith } from '../config/folder.js';
import { noBytes } from '../terminal/no-bytes.js';
import { planOf } from './builders.js';

type Part = Capability<number, unknown>;

interface World {
  /** What `plan` gives for each observation; the last one for all that follow. */
  readonly plans?: readonly Plan[];
  readonly apply?: Part['apply'];
  readonly verify?: Part['verify'];
  readonly stands?: boolean;
  readonly options?: Partial<ChangeOptions>;
  /** What a person types, or how the asking ends; nobody is there without it. */
  readonly answer?: string | 'end of input' | ((stop: AbortController) => Promise<Answer>);
  readonly isProtected?: boolean;
  /** A folder is made for each run unless one is given. */
  readonly stateFolder?: string;
  readonly stop?: AbortController;
}

export interface Ran {
  readonly exitCode: number | undefined;
  /** What `runChange` threw. */
  readonly error: unknown;
  readonly out: string;
  readonly err: string;
  /** What the capability was asked to do, and the person, in order. */
  readonly calls: readonly string[];
  readonly stateFolder: string;
  readonly stop: AbortController;
}

/** Runs a change with a capability that plans what it is told, in a world that is all made up. */
export async function ran(world: World): Promise<Ran> {
  const stateFolder = world.stateFolder ?? (await folderWith({}));
  const stop = world.stop ?? new AbortController();
  const calls: string[] = [];
  const out: string[] = [];
  const err: string[] = [];
  const { answer } = world;
  const result = await runChange({
    capability: capability(world, calls),
    context: {
      terminal: {
        out: output(out),
        err: output(err),
        canAsk: answer !== undefined,
        isCi: false,
        bytes: noBytes,
        ask: (question) => {
          calls.push(`ask ${question}`);
          if (typeof answer === 'function') return answer(stop);
          return Promise.resolve(answer === 'end of input' ? answer : { text: answer ?? '' });
        },
        readInput: () => Promise.resolve(new Uint8Array()),
      },
      clock: { now: () => Date.UTC(2026, 10, 21), sleep: () => Promise.resolve() },
      env: { EXOPS_STATE_DIR: stateFolder },
      cwd: '/',
      home: '/home/kim',
      user: 'kim',
      self: { pid: 1, host: 'laptop', uid: undefined, isRunning: () => true },
      signal: stop.signal,
    },
    progress: { during: (_, work) => work(() => {}) },
    options: {
      dryRun: false,
      check: false,
      yes: false,
      confirm: undefined,
      output: 'table',
      ...world.options,
    },
    command: 'topics sync',
    target: { environment: 'dev', cluster: 'b:9092' },
    place: 'dev',
    isProtected: world.isProtected ?? false,
    observing: 'Reading',
  } satisfies ChangeRun<number, unknown>).then(
    (exitCode) => ({ exitCode, error: undefined }),
    (error: unknown) => ({ exitCode: undefined, error }),
  );
  return { ...result, out: out.join(''), err: err.join(''), calls, stateFolder, stop };
}

function capability(world: World, calls: string[]): Part {
  const plans = world.plans ?? [planOf([])];
  let observations = 0;
  return {
    async observe() {
      calls.push('observe');
      return observations++;
    },
    plan: (observed) => plans[Math.min(observed, plans.length - 1)] ?? planOf([]),
    ...(world.stands === undefined ? {} : { stands: () => world.stands === true }),
    async apply(plan, work) {
      calls.push('apply');
      if (world.apply !== undefined) return world.apply(plan, work);
      for (const change of plan.changes) work.report(outcomeOf(change, 'done'));
    },
    async verify(plan, outcomes, work) {
      calls.push('verify');
      return world.verify === undefined ? outcomes : world.verify(plan, outcomes, work);
    },
  };
}

function output(chunks: string[]): Output {
  return {
    isTerminal: true,
    columns: 80,
    colorLevel: 0,
    line: (text = '') => chunks.push(`${text}\n`),
    write: (text) => chunks.push(text),
  };
}

export type End = readonly [
  status: Outcome['status'],
  details?: { reason?: string; access?: boolean; kept?: string },
];

/** An apply in which the changes end like this, in their order; those without an end are not tried. */
export function ending(...ends: readonly End[]): Part['apply'] {
  return async (plan, { report }) => {
    for (const [index, [status, details]] of ends.entries()) {
      const change = plan.changes[index];
      if (change !== undefined) report(outcomeOf(change, status, details));
    }
  };
}

/** The lines of every journal in a state folder. */
export async function journalLines(stateFolder: string): Promise<readonly Record<string, unknown>[]> {
  const folder = join(stateFolder, 'journal');
  const files = await readdir(folder).catch(() => []);
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')));
  return texts.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line));
}
