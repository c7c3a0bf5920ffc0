import { describe, expect, test } from 'vitest';
import type { Capability } from '../../../../src/lib/change/capability.js';
import { type Outcome, outcomeOf } from '../../../../src/lib/change/outcome.js';
import { AccessError, ExopsError } from '../../../../src/lib/errors.js';
import { pinCapability } from '../../../../src/lib/hosts/trust/pin-capability.js';
import { hostKeyTag } from '../../../../src/lib/hosts/trust/tag.js';
import { formatPublicKey } from '../../../../src/lib/ssh/public-key.js';
import { RecordingClock } from '../../topics/io/recording-clock.js';
import { ed25519, pinned } from './host-keys.js';
import { instanceId, instanceWith } from './verifying.js';

const input = { instanceId, name: 'kafka' };
const after = formatPublicKey(ed25519(1));
const target = { kind: 'host key', name: 'kafka' };
const signal = new AbortController().signal;
const update = () => {};

interface World {
  /** What the tag is each time it is read; the last for all that follow, `gone` without the instance. */
  readonly tags?: readonly (string | undefined)[];
  /** How writing it fails. */
  readonly error?: Error;
}

function world({ tags = [undefined], error }: World = {}) {
  const clock = new RecordingClock();
  const written: string[] = [];
  let readings = 0;
  const capability = pinCapability(
    {
      ec2: {
        describeInstances: async (filter) => {
          expect(filter).toEqual({ ids: [instanceId] });
          const tag = tags[Math.min(readings++, tags.length - 1)];
          if (tag === 'gone') return [];
          return [instanceWith({ tags: new Map(tag === undefined ? [] : [[hostKeyTag, tag]]) })];
        },
        setTag: async (id, key, value) => {
          if (error !== undefined) throw error;
          written.push(`${id} ${key} ${value}`);
        },
      },
      knownHosts: { find: async () => [pinned(ed25519(1))] },
      clock,
    },
    input,
  );
  return { capability, written, clock };
}

/** Observes, plans and applies. */
async function applied<Observed, Work>(capability: Capability<Observed, Work>, stop = signal) {
  const plan = capability.plan(await capability.observe({ update, signal }));
  const outcomes: Outcome[] = [];
  await capability.apply(plan, {
    update,
    signal: stop,
    tell: () => {},
    report: (outcome) => outcomes.push(outcome),
  });
  return { plan, outcomes };
}

describe('writing the tag', () => {
  test('writes what was planned', async () => {
    const { capability, written } = world();
    const { outcomes } = await applied(capability);
    expect(outcomes).toEqual([outcomeOf(target, 'done')]);
    expect(written).toEqual([`${instanceId} ${hostKeyTag} ${after}`]);
  });

  test.each([
    ['another key', 'somebody changed the tag since the plan was made'],
    ['gone', 'the instance is gone'],
  ])('writes nothing over what is there since the plan: %s', async (tag, reason) => {
    const { capability, written } = world({ tags: [undefined, tag] });
    const { outcomes } = await applied(capability);
    expect(outcomes).toEqual([outcomeOf(target, 'failed', { reason })]);
    expect(written).toEqual([]);
  });

  test('fails without the right to', async () => {
    const { capability } = world({ error: new AccessError('not yours') });
    const { outcomes } = await applied(capability);
    expect(outcomes).toEqual([outcomeOf(target, 'failed', { reason: 'not yours', access: true })]);
  });

  test('has an unknown end when the answer is lost', async () => {
    const { capability } = world({ error: new ExopsError('connection lost') });
    const { outcomes } = await applied(capability);
    expect(outcomes).toEqual([outcomeOf(target, 'unknown', { reason: 'connection lost' })]);
  });

  test('is not begun after an interruption', async () => {
    const { capability, written } = world();
    expect((await applied(capability, AbortSignal.abort())).outcomes).toEqual([]);
    expect(written).toEqual([]);
  });
});

describe('reading the tag back', () => {
  const verified = async (tags: World['tags'], outcome: Outcome) => {
    const { capability, clock } = world({ tags: [undefined, ...(tags ?? [])] });
    const plan = capability.plan(await capability.observe({ update, signal }));
    const outcomes = await capability.verify(plan, [outcome], { update, signal });
    return { outcomes, clock };
  };

  test('waits until it shows', async () => {
    const { outcomes, clock } = await verified([undefined, undefined, after], outcomeOf(target, 'done'));
    expect(outcomes).toEqual([outcomeOf(target, 'done')]);
    expect(clock.pauses).toHaveLength(2);
  });

  test('does not call done what never shows', async () => {
    const { outcomes } = await verified([undefined], outcomeOf(target, 'done'));
    const reason = 'accepted, but the tag does not show it';
    expect(outcomes).toEqual([outcomeOf(target, 'unknown', { reason })]);
  });

  test('settles a write of unknown end', async () => {
    const lost = outcomeOf(target, 'unknown', { reason: 'connection lost' });
    expect((await verified([after], lost)).outcomes).toEqual([outcomeOf(target, 'done')]);
    expect((await verified(['another key'], lost)).outcomes).toEqual([lost]);
  });

  test('leaves a failure alone', async () => {
    const failure = outcomeOf(target, 'failed', { reason: 'not yours' });
    expect((await verified([after], failure)).outcomes).toEqual([failure]);
  });
});
