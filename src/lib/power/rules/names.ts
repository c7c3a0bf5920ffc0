import type { Sleeper } from '../model.js';
import type { SleepSelector } from '../sleep-entry.js';

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

/** `nodegroup exchange-dev-spot-nodes`, `asg with the tag Team=web` */
export function selectorWords(selector: SleepSelector): string {
  switch (selector.kind) {
    case 'workload':
      return `workload ${selector.workload.toLowerCase()}/${selector.name}`;
    case 'ecs':
      return `ecs ${selector.cluster}/${selector.name}`;
    case 'nodegroup':
      return `nodegroup ${selector.name}`;
    default:
      return `${selector.kind} ${choiceWords(selector.choice)}`;
  }
}

function choiceWords(choice: Extract<SleepSelector, { readonly choice: unknown }>['choice']): string {
  if (choice.by === 'name') return choice.name;
  const tags = Object.entries(choice.tags).map(([key, value]) => `${key}=${value}`);
  return `with the ${tags.length === 1 ? 'tag' : 'tags'} ${tags.join(', ')}`;
}

/** Whether somebody who types this means what a line of the list names, though there is none. */
export function isSelected(selector: SleepSelector, word: string): boolean {
  const words = selectorWords(selector);
  return words === word || words === `${selector.kind} ${word}`;
}
