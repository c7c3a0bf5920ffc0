import type { Clock } from '../../context.js';
import { abortable } from '../abortable.js';
import { findingOf, noAnswerIn } from './finding-of.js';
import { type Examined, type Known, type Layer, layers, type Outcome, type Step } from './model.js';

export interface RunSteps {
  /** Aborted by Ctrl-C: the run then ends with its reason. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  /** Told when a step is tried, once all it waits for has ended. */
  readonly onBegin?: (step: Step) => void;
  /** Told as each step ends, in whatever order that is. */
  readonly onDone?: (step: Step, examined: Examined) => void;
}

/** A step that has ended, and what it gives to others; without an outcome it wasn't tried. */
interface Ended {
  readonly step: Step;
  readonly examined: Examined;
  readonly outcome?: Outcome<unknown>;
  /** For those that come after it: nothing, or why they can't be looked at. */
  readonly inTheWay: { readonly skipped: string } | { readonly layers: readonly Layer[] } | undefined;
}

/**
 * Runs steps and those that they wait for: each once, and as soon as those are over. A step that takes too long or throws is
 * a break of its layer; what comes after is then not reached, and the rest goes on.
 * @returns in the order of `layers`
 */
export async function runSteps(steps: readonly Step[], run: RunSteps): Promise<readonly Examined[]> {
  const under = new Map<Step, Promise<Ended>>();
  const start = (step: Step): Promise<Ended> => {
    const begun = under.get(step);
    if (begun !== undefined) return begun;
    const waited = Promise.all([...new Set([...step.after, ...step.beside])].map(start));
    const ending = waited.then(async (before) => {
      const ended = await examine(step, before, run);
      run.onDone?.(step, ended.examined);
      return ended;
    });
    under.set(step, ending);
    return ending;
  };
  const ended = await abortable(Promise.all(withAllBefore(steps).map(start)), run.signal);
  return ended.map(({ examined }) => examined);
}

/** These and all that they wait for, each once, in the order of `layers`. */
export function withAllBefore(steps: readonly Step[]): readonly Step[] {
  const all = new Set<Step>();
  const add = (step: Step) => {
    if (all.has(step)) return;
    for (const before of [...step.after, ...step.beside]) add(before);
    all.add(step);
  };
  for (const step of steps) add(step);
  return inOrder([...all]);
}

/** As `layers` has them. */
export function inOrder<One extends { readonly layer: Layer }>(some: readonly One[]): readonly One[] {
  return [...some].sort((one, other) => layers.indexOf(one.layer) - layers.indexOf(other.layer));
}

async function examine(step: Step, before: readonly Ended[], run: RunSteps): Promise<Ended> {
  const { layer, tries } = step;
  const obstacles = before.flatMap((one) => (step.after.includes(one.step) ? (one.inTheWay ?? []) : []));
  const inTheWay = obstacles.length === 0 ? undefined : together(obstacles);
  if (inTheWay !== undefined)
    return { step, inTheWay, examined: { layer, tries, findings: [], tookMs: 0, ...untried(inTheWay) } };
  const beganAt = run.clock.now();
  run.onBegin?.(step);
  const outcome = await outcomeOf(step, knownOf(before), run);
  const tookMs = run.clock.now() - beganAt;
  const { findings } = outcome;
  return {
    ...{ step, outcome, inTheWay: obstacleOf(layer, outcome) },
    examined: { layer, tries, findings, tookMs, ...statusOf(outcome) },
  };
}

/** What is broken further out counts for more than what isn't there to be looked at. */
function together(obstacles: readonly NonNullable<Ended['inTheWay']>[]): NonNullable<Ended['inTheWay']> {
  const waitedFor = obstacles.flatMap((one) => ('layers' in one ? one.layers : []));
  if (waitedFor.length > 0) return { layers: layers.filter((layer) => waitedFor.includes(layer)) };
  return obstacles[0] ?? { layers: [] };
}

function untried(inTheWay: NonNullable<Ended['inTheWay']>): Pick<Examined, 'status' | 'because'> {
  return 'skipped' in inTheWay
    ? { status: 'skipped', because: inTheWay.skipped }
    : { status: 'not reached', because: inTheWay.layers.join(', ') };
}

function obstacleOf(layer: Layer, outcome: Outcome<unknown>): Ended['inTheWay'] {
  if ('value' in outcome) return undefined;
  if (outcome.lacks !== undefined) return { layers: outcome.lacks };
  return outcome.skipped === undefined ? { layers: [layer] } : { skipped: outcome.skipped };
}

function statusOf({ findings, skipped, lacks }: Outcome<unknown>): Pick<Examined, 'status' | 'because'> {
  const verdicts = findings.map(({ verdict }) => verdict);
  if (verdicts.includes('broken')) return { status: 'broken' };
  if (verdicts.includes('warning')) return { status: 'warning' };
  if (lacks !== undefined) return untried({ layers: lacks });
  return skipped === undefined ? { status: 'ok' } : untried({ skipped });
}

function knownOf(before: readonly Ended[]): Known {
  const ended = new Map(before.map(({ step, outcome }) => [step, outcome]));
  const outcome = <Value>(step: Step<Value>) => {
    if (!ended.has(step)) throw new TypeError(`${step.layer} isn't waited for`);
    return ended.get(step) as Outcome<Value> | undefined;
  };
  return {
    outcome,
    value<Value>(step: Step<Value>) {
      const known = outcome(step);
      if (known === undefined || !('value' in known)) throw new TypeError(`${step.layer} brought no value`);
      return known.value as Value;
    },
  };
}

/** How the step ends: by itself, by its deadline, or with the run. */
async function outcomeOf(step: Step, known: Known, { clock, signal }: RunSteps): Promise<Outcome<unknown>> {
  const over = new AbortController();
  const ownSignal = AbortSignal.any([signal, over.signal]);
  const late = clock.sleep(step.deadlineMs, ownSignal).then(
    (): Outcome<unknown> => ({ findings: [noAnswerIn(step.deadlineMs)] }),
    // It ended before, or the run did.
    () => new Promise<never>(() => {}),
  );
  try {
    return await abortable(Promise.race([tried(step, known, ownSignal), late]), signal);
  } finally {
    over.abort();
  }
}

async function tried(step: Step, known: Known, signal: AbortSignal): Promise<Outcome<unknown>> {
  try {
    return await step.run(known, signal);
  } catch (error) {
    return { findings: [findingOf(error)] };
  }
}
