import type { Aws, Instance, InstanceFilter } from '../../aws/aws.js';
import { printable } from '../../terminal/printable.js';
import type { Terminal } from '../../terminal/terminal.js';
import type { InstanceSelector } from '../host-settings.js';
import { instanceLines } from './instance-words.js';
import { AmbiguousInstanceError, liveInstances, type PickScene, pickInstance } from './pick-instance.js';

export interface FindDeps {
  readonly aws: Pick<Aws, 'region' | 'ec2'>;
  readonly terminal: Pick<Terminal, 'canAsk' | 'ask' | 'err'>;
}

/**
 * Asks EC2 for an instance, and the person which one they mean when several fit.
 * @throws AmbiguousInstanceError when nobody answers, and whatever `pickInstance` throws
 */
export async function findInstance(
  { aws, terminal }: FindDeps,
  selector: InstanceSelector,
  scene: Omit<PickScene, 'region'>,
  signal: AbortSignal,
): Promise<Instance> {
  const where = { ...scene, region: aws.region };
  const found = await aws.ec2.describeInstances(filterOf(selector), signal);
  const candidates = liveInstances(found);
  if (candidates.length < 2 || !terminal.canAsk) return pickInstance(found, selector, where);
  const chosen = await askWhich(candidates, terminal, signal);
  if (chosen === undefined) throw new AmbiguousInstanceError(candidates, selector, where);
  return pickInstance([chosen], selector, where);
}

function filterOf(selector: InstanceSelector): InstanceFilter {
  return selector.by === 'id' ? { ids: [selector.id] } : { tags: selector.tags };
}

/** The instance whose number, or id, a person types; undefined for an empty answer. */
async function askWhich(
  candidates: readonly Instance[],
  terminal: FindDeps['terminal'],
  signal: AbortSignal,
): Promise<Instance | undefined> {
  terminal.err.line(instanceLines(candidates, { withNumbers: true }).join('\n'));
  for (;;) {
    const answer = await terminal.ask(`Which one? [1-${candidates.length}] `, signal);
    const text = answer === 'end of input' ? '' : answer.text.trim();
    if (text === '') return undefined;
    const chosen = candidates.find(({ id }, index) => text === String(index + 1) || text === id);
    if (chosen !== undefined) return chosen;
    terminal.err.line(`${printable(text)} is none of them.`);
  }
}
