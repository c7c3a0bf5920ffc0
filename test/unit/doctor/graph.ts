import fc from 'fast-check';
import type { Clock } from '../../../src/context.js';
import { type Layer, layers, type Outcome, type Step } from '../../../src/lib/doctor/model.js';
import { step } from '../../../src/lib/doctor/step.js';
import { AccessError } from '../../../src/lib/errors.js';

export const ends = [
  'ok',
  'warning',
  'half',
  'broken',
  'throws',
  'refused',
  'skipped',
  'empty',
  'lacking',
] as const;
export type End = (typeof ends)[number];

/** One step of a made-up graph; it waits for some of those before it. */
export interface Node {
  readonly layer: Layer;
  readonly after: readonly number[];
  readonly beside: readonly number[];
  readonly takesMs: number;
  readonly deadlineMs: number;
  readonly end: End;
}

/** Graphs of up to 14 steps; deadlines never fall together with an end. */
export function graphs(...allowed: readonly End[]): fc.Arbitrary<readonly Node[]> {
  const node = fc.record({
    layer: fc.constantFrom(...layers),
    after: fc.array(fc.nat(13), { maxLength: 3 }),
    beside: fc.array(fc.nat(13), { maxLength: 2 }),
    takesMs: fc.nat(40).map((tens) => tens * 10),
    deadlineMs: fc.integer({ min: 20, max: 60 }).map((tens) => tens * 10 + 5),
    end: fc.constantFrom(...allowed),
  });
  return fc.array(node, { minLength: 1, maxLength: 14 }).map((nodes) =>
    nodes.map((one, index) => ({
      ...one,
      after: one.after.filter((other) => other < index),
      beside: one.beside.filter((other) => other < index),
    })),
  );
}

export interface Told {
  readonly index: number;
  readonly at: number;
}

/** The steps of a graph, and when each began to run, and ended. */
export function stepsOf(nodes: readonly Node[], clock: Clock) {
  const began: Told[] = [];
  const steps: Step[] = [];
  for (const [index, { layer, after, beside, takesMs, deadlineMs, end }] of nodes.entries()) {
    const waiting = (indexes: readonly number[]) => indexes.flatMap((other) => steps[other] ?? []);
    steps.push(
      step({
        ...{ layer, deadlineMs, tries: `step ${index}`, after: waiting(after), beside: waiting(beside) },
        run: async (_, signal) => {
          began.push({ index, at: clock.now() });
          if (takesMs > 0) await clock.sleep(takesMs, signal);
          return ending(end, index);
        },
      }),
    );
  }
  return { steps, began };
}

function ending(end: End, index: number): Outcome<unknown> {
  switch (end) {
    case 'ok':
    case 'warning':
      return { findings: [{ verdict: end, saw: `${index}` }], value: index };
    case 'half':
      return { findings: [{ verdict: 'broken', saw: `${index}` }], value: index };
    case 'broken':
      return { findings: [{ verdict: 'broken', saw: `${index}` }] };
    case 'throws':
      throw new Error(`step ${index}`);
    case 'refused':
      throw new AccessError(`step ${index}`);
    case 'skipped':
      return { findings: [], skipped: 'there is nothing', value: index };
    case 'empty':
      return { findings: [], skipped: 'there is nothing' };
    case 'lacking':
      return { findings: [], lacks: ['account'] };
  }
}

/** Whether what comes after a step that ended like this, in time, can be looked at. */
export function hasValue({ end, takesMs, deadlineMs }: Node): boolean {
  return takesMs < deadlineMs && ['ok', 'warning', 'half', 'skipped'].includes(end);
}

/** Of each step, whether it is tried and when it ends; worked out on paper. */
export function expected(
  nodes: readonly Node[],
): readonly { readonly isTried: boolean; readonly endsAt: number }[] {
  const all: { isTried: boolean; hasValue: boolean; endsAt: number }[] = [];
  for (const node of nodes) {
    const before = [...node.after, ...node.beside].flatMap((index) => all[index] ?? []);
    const isTried = node.after.every((index) => all[index]?.hasValue === true);
    const beginsAt = Math.max(0, ...before.map(({ endsAt }) => endsAt));
    const takesMs = isTried ? Math.min(node.takesMs, node.deadlineMs) : 0;
    all.push({ isTried, hasValue: isTried && hasValue(node), endsAt: beginsAt + takesMs });
  }
  return all;
}
