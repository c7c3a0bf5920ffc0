import { nameOfKind } from './selector-names.js';
import type { ChoiceSelector } from './selectors.js';

type Tags = Readonly<Record<string, string>>;

/** With names as AWS has them. */
export function withBareNames(selectors: readonly ChoiceSelector[]): readonly ChoiceSelector[] {
  return selectors.map((selector): ChoiceSelector => {
    const { kind, choice } = selector;
    return choice.by === 'tags'
      ? selector
      : { kind, choice: { by: 'name', name: nameOfKind(kind, choice.name) } };
  });
}

/** Each name that is asked for, once. */
export function namesIn(selectors: readonly ChoiceSelector[]): readonly string[] {
  return [...new Set(selectors.flatMap(({ choice }) => (choice.by === 'name' ? [choice.name] : [])))];
}

/** Each combination of tags that is asked for, once. */
export function tagsIn(selectors: readonly ChoiceSelector[]): readonly Tags[] {
  const tags = selectors.flatMap(({ choice }) => (choice.by === 'tags' ? [choice.tags] : []));
  return [...new Map(tags.map((one) => [JSON.stringify(Object.entries(one).sort()), one])).values()];
}

interface Chosen {
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** Which of the items each selector chooses, in the selectors' order. */
export function chosenBy<Item>(
  selectors: readonly ChoiceSelector[],
  items: readonly Item[],
  known: (item: Item) => Chosen,
): readonly (readonly Item[])[] {
  return selectors.map(({ choice }) =>
    items.filter((item) => {
      const { name, tags } = known(item);
      if (choice.by === 'name') return name === choice.name;
      return Object.entries(choice.tags).every(([key, value]) => tags.get(key) === value);
    }),
  );
}
