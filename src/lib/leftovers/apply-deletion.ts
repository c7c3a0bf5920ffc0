import { AwsNotFoundError, AwsUnreachableError } from '../aws/aws-errors.js';
import type { ApplyWork } from '../change/capability.js';
import { type Outcome, outcomeOf } from '../change/outcome.js';
import type { Plan } from '../change/plan.js';
import { chunk } from '../chunk.js';
import { AccessError, messageOf } from '../errors.js';
import { matches, whyKept } from './judge.js';
import {
  type Leftover,
  type LeftoverChange,
  type LeftoverPort,
  type LeftoverRules,
  leftoverKey,
} from './model.js';
import { readAgain } from './read-leftovers.js';

const atOnce = 8;

/** Reads a few of them again, deletes these at once, and goes on with the next. */
export async function deleteLeftovers(
  port: LeftoverPort,
  { changes }: Plan<Leftover>,
  rules: LeftoverRules,
  now: () => number,
  work: ApplyWork,
): Promise<void> {
  for (const [index, group] of chunk(changes, atOnce).entries()) {
    if (work.signal.aborted) return;
    work.update(`${index * atOnce} of ${changes.length}`);
    const outcomes = await deleteGroup(port, group, rules, now, work.signal);
    for (const outcome of outcomes) work.report(outcome);
  }
}

async function deleteGroup(
  port: LeftoverPort,
  group: readonly LeftoverChange[],
  rules: LeftoverRules,
  now: () => number,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  try {
    const leftovers = group.map(({ work }) => work);
    const fresh = await readAgain(port, leftovers, signal);
    if (signal.aborted) return [];
    return await Promise.all(
      group.map((change) => deleteOne(port, change, fresh.get(leftoverKey(change.work)), rules, now())),
    );
  } catch (error) {
    if (signal.aborted) return [];
    return group.map((change) => failureOf(change, error));
  }
}

/** What was sent is waited for even when the person interrupts, so that its outcome is known. */
async function deleteOne(
  port: LeftoverPort,
  change: LeftoverChange,
  fresh: Leftover | undefined,
  rules: LeftoverRules,
  now: number,
): Promise<Outcome> {
  if (fresh === undefined || fresh.isGoing) return outcomeOf(change, 'done');
  const reason = whatMoved(change.work, fresh, rules, now);
  if (reason !== undefined) return outcomeOf(change, 'failed', { reason });
  try {
    await sendDeletion(port, fresh);
    return outcomeOf(change, 'done');
  } catch (error) {
    return error instanceof AwsNotFoundError ? outcomeOf(change, 'done') : failureOf(change, error);
  }
}

function whatMoved(
  planned: Leftover,
  fresh: Leftover,
  rules: LeftoverRules,
  now: number,
): string | undefined {
  if (fresh.createdAt !== planned.createdAt) return 'another one of this name was made since the plan';
  if (!matches(fresh, rules.selection))
    return 'its name or tags were changed since the plan: it is not meant';
  const kept = whyKept(fresh, rules, now);
  return kept === undefined ? undefined : `since the plan, ${kept.reason}`;
}

function sendDeletion(port: LeftoverPort, { kind, id }: Leftover): Promise<void> {
  switch (kind) {
    case 'log group':
      return port.deleteLogGroup(id);
    case 'volume':
      return port.deleteVolume(id);
    case 'Elastic IP':
      return port.releaseAddress(id);
    case 'snapshot':
      return port.deleteSnapshot(id);
  }
}

function failureOf(change: LeftoverChange, error: unknown): Outcome {
  return outcomeOf(change, error instanceof AwsUnreachableError ? 'unknown' : 'failed', {
    reason: messageOf(error),
    ...(error instanceof AccessError ? { access: true } : {}),
  });
}
