import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Examined, layers, type Step } from '../../../src/lib/doctor/model.js';
import { inTurn } from '../../../src/lib/doctor/report/in-turn.js';
import { runSteps, withAllBefore } from '../../../src/lib/doctor/run-steps.js';
import { verdictOf } from '../../../src/lib/doctor/verdict.js';
import { VirtualClock } from '../power/virtual-clock.js';
import { ends, expected, graphs, type Node, stepsOf } from './graph.js';

/** Runs a graph; all its steps, and what was told of them, when. */
async function played(nodes: readonly Node[]) {
  const clock = new VirtualClock(0);
  const { steps, began } = stepsOf(nodes, clock);
  const done: { step: Step; examined: Examined; at: number }[] = [];
  const signal = new AbortController().signal;
  const examined = await runSteps(steps, {
    ...{ clock, signal },
    onDone: (step, one) => done.push({ step, examined: one, at: clock.now() }),
  });
  return { steps, began, done, examined, tookMs: clock.now() };
}

const anyGraph = graphs(...ends);

test('no step runs before what it waits for, nor without a value of what it comes after', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (nodes) => {
      const paper = expected(nodes);
      const { began, done, steps } = await played(nodes);
      const tried = paper.flatMap(({ isTried }, index) => (isTried ? [index] : []));
      expect(began.map(({ index }) => index).sort((one, other) => one - other)).toEqual(tried);
      for (const { index, at } of began) {
        const before = [...(nodes[index]?.after ?? []), ...(nodes[index]?.beside ?? [])];
        for (const one of before) {
          const ended = done.find(({ step }) => step === steps[one]);
          expect(ended?.at).toBeLessThanOrEqual(at);
        }
      }
    }),
  );
});

test('each is reported once, in the order of the layers', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (nodes) => {
      const { examined, done, steps } = await played(nodes);
      expect(new Set(done.map(({ step }) => step))).toEqual(new Set(steps));
      expect(done).toHaveLength(steps.length);
      expect(new Set(examined.map(({ tries }) => tries))).toEqual(new Set(steps.map(({ tries }) => tries)));
      expect(examined).toHaveLength(steps.length);
      const order = examined.map(({ layer }) => layers.indexOf(layer));
      expect(order).toEqual([...order].sort((one, other) => one - other));
    }),
  );
});

test('how long each takes changes no report but its times', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (nodes) => {
      const timeless = (all: readonly Examined[]) => all.map(({ tookMs: _, ...one }) => one);
      const patient = nodes.map((node) => ({ ...node, deadlineMs: 1_005 }));
      const hasty = patient.map((node) => ({ ...node, takesMs: 0 }));
      const [slow, fast] = [await played(patient), await played(hasty)];
      expect(timeless(slow.examined)).toEqual(timeless(fast.examined));
    }),
  );
});

test('it takes as long as the longest chain', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (nodes) => {
      const { tookMs } = await played(nodes);
      expect(tookMs).toBe(Math.max(...expected(nodes).map(({ endsAt }) => endsAt)));
    }),
  );
});

test('the verdict is the first broken layer', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (nodes) => {
      const { examined } = await played(nodes);
      const paper = expected(nodes);
      const broken = nodes.filter(({ end, takesMs, deadlineMs }, index) => {
        const isTried = paper[index]?.isTried === true;
        return isTried && (takesMs > deadlineMs || ['half', 'broken', 'throws', 'refused'].includes(end));
      });
      const first = Math.min(...broken.map(({ layer }) => layers.indexOf(layer)));
      const verdict = verdictOf(examined);
      expect(verdict.layer).toBe(layers[first]);
      if (broken.length > 0) expect(verdict.exitCode).not.toBe(0);
    }),
  );
});

test('a graph in which all is well gets no problem', async () => {
  await fc.assert(
    fc.asyncProperty(graphs('ok', 'warning', 'skipped', 'empty'), async (nodes) => {
      const patient = nodes.map((node) => ({ ...node, deadlineMs: 1_005 }));
      const { examined } = await played(patient);
      expect(verdictOf(examined)).toEqual({ layer: undefined, finding: undefined, exitCode: 0 });
      for (const { status } of examined) expect(['ok', 'warning', 'skipped']).toContain(status);
    }),
  );
});

test('they are told of in their order, as soon as that allows', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, async (nodes) => {
      const { steps, done, examined } = await played(nodes);
      const told: Examined[] = [];
      const order = withAllBefore(steps);
      const tell = inTurn(order, (one) => told.push(one));
      for (const [index, { step, examined: one }] of done.entries()) {
        tell(step, one);
        const ended = new Set(done.slice(0, index + 1).map((some) => some.step));
        const waitsFor = order.findIndex((some) => !ended.has(some));
        expect(told).toHaveLength(waitsFor === -1 ? order.length : waitsFor);
      }
      expect(told).toEqual(examined);
    }),
  );
});

test('Ctrl-C ends it with its reason at any moment, and nothing begins after it', async () => {
  await fc.assert(
    fc.asyncProperty(anyGraph, fc.nat(1_000), async (nodes, afterMs) => {
      const clock = new VirtualClock(0);
      const { steps, began } = stepsOf(nodes, clock);
      const stop = new AbortController();
      const reason = new Error('interrupted');
      const endsAt = Math.max(...expected(nodes).map((one) => one.endsAt));
      fc.pre(afterMs < endsAt);
      const stopping = clock.sleep(afterMs + 1).then(() => stop.abort(reason));
      await expect(runSteps(steps, { clock, signal: stop.signal })).rejects.toBe(reason);
      await stopping;
      await clock.sleep(10_000);
      for (const { at } of began) expect(at).toBeLessThanOrEqual(afterMs + 1);
    }),
  );
});
