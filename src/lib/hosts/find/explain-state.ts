import type { Instance } from '../../aws/aws.js';
import { ExopsError } from '../../errors.js';
import { recordTag } from '../../power/record.js';
import { printable } from '../../terminal/printable.js';
import { instanceWords } from './instance-words.js';
import type { AwsPlace } from './place.js';
import { startCommand } from './start-command.js';
import { formatMoment, readStateTransition } from './state-transition.js';

/** What the state of an instance is explained with. */
export interface StateScene extends AwsPlace {
  /** Its name in `exops.yaml`. */
  readonly name?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** An IANA name; the machine's own zone when left out. */
  readonly timeZone?: string | undefined;
}

/** Why nobody can log in to an instance as it is; undefined when it runs and has SSH. */
export function explainState(instance: Instance, scene: StateScene): ExopsError | undefined {
  const subject = instanceWords(instance, scene.name);
  if (instance.platform === 'windows') {
    return new ExopsError(`${subject} runs Windows, where there is no SSH.`, {
      hint: 'Use Remote Desktop, or a PowerShell session of AWS Systems Manager.',
    });
  }
  switch (instance.state) {
    case 'running':
      return undefined;
    case 'pending':
      return new ExopsError(`${subject} is still starting: try again in a moment.`);
    case 'stopping':
      return new ExopsError(`${subject} is just being stopped${because(instance)}.`, {
        hint: `Once it is stopped, start it with: ${startCommand(instance.id, scene)}`,
      });
    case 'stopped':
      return new ExopsError(`${subject} is stopped${since(instance, scene)}${because(instance)}.`, {
        hint: instance.tags.has(recordTag)
          ? 'Wake it, and what sleeps with it: exops dev wake'
          : `Start it with: ${startCommand(instance.id, scene)}`,
      });
    case 'shutting-down':
      return new ExopsError(`${subject} is just being terminated${because(instance)}.`, gone);
    case 'terminated':
      return new ExopsError(`${subject} was terminated${because(instance)}.`, gone);
  }
}

const gone = { hint: 'A terminated instance does not come back: name another one.' };

function since({ transitionReason }: Instance, { now, timeZone }: StateScene): string {
  const { at } = readStateTransition(transitionReason);
  return at === undefined ? '' : ` since ${formatMoment(at, now, timeZone)}`;
}

function because({ tags, stateReason, transitionReason }: Instance): string {
  const record = tags.get(recordTag);
  const words = record === undefined ? plainReason(stateReason, transitionReason) : asleep(record);
  return words === undefined || words === '' ? '' : ` (${printable(words)})`;
}

function asleep(record: string): string {
  const by = /(?:^|\s)by=(\S+)/.exec(record)?.[1];
  return by === undefined ? 'asleep' : `asleep, by ${by}`;
}

/** EC2 gives two reasons; that of the state is the better one unless it only says that somebody wanted it so. */
function plainReason(
  stateReason: string | undefined,
  transitionReason: string | undefined,
): string | undefined {
  const { why } = readStateTransition(transitionReason);
  const isWanted = stateReason?.startsWith('Client.UserInitiatedShutdown') ?? true;
  return isWanted ? (why ?? stateReason) : stateReason;
}
