import type { Instance } from '../../aws/aws.js';
import { ExopsError } from '../../errors.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import { nearest } from '../../yaml/nearest.js';
import type { InstanceSelector } from '../host-settings.js';
import { explainState, type StateScene } from './explain-state.js';
import { instanceLines, selectorWords } from './instance-words.js';
import { placeWords } from './place.js';

/** Where was looked, and what messages may need. */
export interface PickScene extends StateScene {
  /** The names of the hosts in `exops.yaml`, for a name that is none of them. */
  readonly hosts?: readonly string[] | undefined;
}

/** Several instances are what was asked for, and nobody said which. */
export class AmbiguousInstanceError extends ExopsError {
  readonly instances: readonly Instance[];

  constructor(instances: readonly Instance[], selector: InstanceSelector, scene: PickScene) {
    const title = `${haveWords(instances, selector, scene)}:`;
    super([title, ...instanceLines(instances).map((line) => `  ${line}`)].join('\n'), {
      hint: 'Name the one that is meant by its id, on the command line or as instance: in exops.yaml.',
    });
    this.instances = instances;
  }
}

/**
 * The one running instance of those that EC2 found for a selector.
 * @throws AmbiguousInstanceError when several fit, ExopsError when none does or nobody can log in to it as it is
 */
export function pickInstance(
  found: readonly Instance[],
  selector: InstanceSelector,
  scene: PickScene,
): Instance {
  const candidates = liveInstances(found);
  const [only, ...others] = candidates;
  if (only === undefined) throw explainNone(found, selector, scene);
  if (others.length > 0) throw new AmbiguousInstanceError(candidates, selector, scene);
  const obstacle = explainState(only, scene);
  if (obstacle !== undefined) throw obstacle;
  return only;
}

/** Without those that are gone: EC2 shows terminated instances for about an hour. */
export function liveInstances(found: readonly Instance[]): readonly Instance[] {
  return found.filter(({ state }) => state !== 'terminated' && state !== 'shutting-down');
}

function explainNone(gone: readonly Instance[], selector: InstanceSelector, scene: PickScene): ExopsError {
  const [only, ...others] = gone;
  if (only === undefined) {
    return new ExopsError(`No instance has the ${selectorWords(selector)} in ${placeWords(scene)}.`, {
      hint: [...hostHint(selector, scene), elsewhere].join('\n'),
    });
  }
  const explained = others.length === 0 ? explainState(only, scene) : undefined;
  const all = `${haveWords(gone, selector, scene)}, and all of them were terminated.`;
  return explained ?? new ExopsError(all, { hint: elsewhere });
}

function haveWords(instances: readonly Instance[], selector: InstanceSelector, scene: PickScene): string {
  const count = countOf(instances.length, 'instance');
  return `${count} have the ${selectorWords(selector)} in ${placeWords(scene)}`;
}

const elsewhere =
  'Is it in another region or account? --region and --profile choose them, or region: and profile: in exops.yaml.';

function hostHint(selector: InstanceSelector, { hosts = [] }: PickScene): readonly string[] {
  const name = selector.by === 'tags' ? selector.tags['Name'] : undefined;
  if (name === undefined || hosts.length === 0) return [];
  const meant = nearest(name, hosts);
  return meant === undefined
    ? [`The hosts in exops.yaml are ${hosts.map(printable).join(', ')}.`]
    : [`exops.yaml has a host ${printable(meant)}.`];
}
