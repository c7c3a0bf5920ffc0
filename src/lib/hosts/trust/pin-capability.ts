import type { Clock } from '../../../context.js';
import type { Ec2 } from '../../aws/aws.js';
import type { ApplyWork, Capability, Work } from '../../change/capability.js';
import { type Outcome, outcomeOf } from '../../change/outcome.js';
import type { Change } from '../../change/plan.js';
import { AccessError, messageOf } from '../../errors.js';
import type { KnownHosts } from '../../ssh/known-hosts.js';
import { type HostInput, type ObservedHost, planPin, type TagWork } from './pin-plan.js';
import { hostKeyTag } from './tag.js';

export interface PinDeps {
  readonly ec2: Pick<Ec2, 'describeInstances' | 'setTag'>;
  readonly knownHosts: Pick<KnownHosts, 'find'>;
  readonly clock: Clock;
}

/** EC2 shows a new tag at once as a rule, and within seconds always. */
const patienceMs = 10_000;
const pauseMs = 500;

/** Makes the team vouch for the keys that this machine has pinned: writes them into the instance's EC2 tag. */
export function pinCapability(deps: PinDeps, input: HostInput): Capability<ObservedHost, TagWork> {
  return {
    async observe({ signal }) {
      const [instance, pins] = await Promise.all([
        readTag(deps, input, signal),
        deps.knownHosts.find(input.instanceId),
      ]);
      return { ...instance, pins };
    },
    plan: (observed) => planPin(input, observed),
    async apply({ changes }, work) {
      for (const change of changes) {
        if (!work.signal.aborted) work.report(await writeTag(deps, input, change, work));
      }
    },
    async verify({ changes }, outcomes, work) {
      const [change] = changes;
      const [outcome] = outcomes;
      if (change === undefined || outcome === undefined) return outcomes;
      return [await readBack(deps, input, { change, outcome }, work)];
    },
  };
}

async function readTag(
  { ec2 }: PinDeps,
  { instanceId }: HostInput,
  signal: AbortSignal,
): Promise<Omit<ObservedHost, 'pins'>> {
  const instances = await ec2.describeInstances({ ids: [instanceId] }, signal);
  const instance = instances.find(({ id }) => id === instanceId);
  return { exists: instance !== undefined, tag: instance?.tags.get(hostKeyTag) };
}

/** What was sent is finished even when the person interrupts meanwhile, so that its outcome is known. */
async function writeTag(
  deps: PinDeps,
  input: HostInput,
  change: Change<TagWork>,
  { signal }: ApplyWork,
): Promise<Outcome> {
  const { before, after } = change.work;
  try {
    const { exists, tag } = await readTag(deps, input, signal);
    if (!exists || tag !== before) {
      const reason = exists ? 'somebody changed the tag since the plan was made' : 'the instance is gone';
      return outcomeOf(change, 'failed', { reason });
    }
  } catch (error) {
    return failed(change, 'failed', error);
  }
  try {
    await deps.ec2.setTag(input.instanceId, hostKeyTag, after);
    return outcomeOf(change, 'done');
  } catch (error) {
    return failed(change, error instanceof AccessError ? 'failed' : 'unknown', error);
  }
}

function failed(change: Change<TagWork>, status: 'failed' | 'unknown', error: unknown): Outcome {
  const access = error instanceof AccessError ? { access: true } : {};
  return outcomeOf(change, status, { reason: messageOf(error), ...access });
}

/** Reads the tag until it shows what was accepted; for a write of unknown fate what it shows is the answer. */
async function readBack(
  deps: PinDeps,
  input: HostInput,
  { change, outcome }: { readonly change: Change<TagWork>; readonly outcome: Outcome },
  { signal }: Work,
): Promise<Outcome> {
  if (outcome.status !== 'done' && outcome.status !== 'unknown') return outcome;
  const { clock } = deps;
  const beganAt = clock.now();
  for (;;) {
    const { tag } = await readTag(deps, input, signal);
    if (tag === change.work.after) return outcomeOf(change, 'done');
    if (clock.now() - beganAt > patienceMs) break;
    await clock.sleep(pauseMs, signal);
  }
  const reason = outcome.reason ?? 'accepted, but the tag does not show it';
  return outcomeOf(change, 'unknown', { reason });
}
