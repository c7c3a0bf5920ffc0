import type { Sleeper } from '../model.js';
import type { NameOrTags, SleepSelector } from '../sleep-entry.js';

/** What plans call each of their targets. */
export const resourceKind = 'resource';

/** `rds exchange-dev-mysql`: unique. Not yet printable. */
export function nameOf({ kind, name }: Pick<Sleeper, 'kind' | 'name'>): string {
  return `${kind} ${name}`;
}

/** One and the same resource, whatever it is called. */
export function keyOf({ kind, id }: Pick<Sleeper, 'kind' | 'id'>): string {
  return `${kind} ${id}`;
}

/** Whether somebody who types this means it: its name, with its kind or without, what comes after a slash in it, its id, or its name tag. */
export function isCalled(sleeper: Pick<Sleeper, 'kind' | 'id' | 'name'>, word: string): boolean {
  const { kind, id, name } = sleeper;
  const [, bare = name, inBrackets] = /^(\S+) \((.+)\)$/.exec(name) ?? [];
  const last = name.slice(name.lastIndexOf('/') + 1);
  const called = [name, id, bare, last, ...(inBrackets === undefined ? [] : [inBrackets])];
  return called.some((one) => one === word || `${kind} ${one}` === word);
}

/** `nodegroup exchange-dev-spot-nodes`, `asg with the tag Team=web`, `ecs of shop with the tag Team=web` */
export function selectorWords(selector: SleepSelector): string {
  switch (selector.kind) {
    case 'workload':
      return 'labels' in selector
        ? `workload ${marksWords('label', selector.labels)}`
        : `workload ${selector.workload.toLowerCase()}/${selector.name}`;
    case 'ecs':
      return selector.choice.by === 'name'
        ? `ecs ${selector.cluster}/${selector.choice.name}`
        : `ecs of ${selector.cluster} ${choiceWords(selector.choice)}`;
    case 'nodegroup':
      return selector.choice.by === 'name'
        ? `nodegroup ${selector.choice.name}`
        : `nodegroup of ${selector.cluster} ${choiceWords(selector.choice)}`;
    default:
      return `${selector.kind} ${choiceWords(selector.choice)}`;
  }
}

function choiceWords(choice: NameOrTags): string {
  return choice.by === 'name' ? choice.name : marksWords('tag', choice.tags);
}

/** `with the tag Team=web` */
function marksWords(what: string, marks: Readonly<Record<string, string>>): string {
  const words = Object.entries(marks).map(([key, value]) => `${key}=${value}`);
  return `with the ${what}${words.length === 1 ? '' : 's'} ${words.join(', ')}`;
}

/** Whether somebody who types this means what a line of the list names, though there is none. */
export function isSelected(selector: SleepSelector, word: string): boolean {
  const words = selectorWords(selector);
  return words === word || words === `${selector.kind} ${word}`;
}
