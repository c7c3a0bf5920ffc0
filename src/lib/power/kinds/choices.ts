import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import { bareName, nameOfKind } from './selector-names.js';
import type { ChoiceSelector, ClusterSelector } from './selectors.js';

type Tags = Readonly<Record<string, string>>;
type Choosing = Pick<ChoiceSelector, 'choice'>;

/** With names as AWS has them. */
export function withBareNames<Selector extends ChoiceSelector>(
  selectors: readonly Selector[],
): readonly Selector[] {
  return selectors.map((selector) => {
    const { kind, choice } = selector;
    const bare =
      choice.by === 'tags' ? choice : ({ by: 'name', name: nameOfKind(kind, choice.name) } as const);
    return { ...selector, choice: bare };
  });
}

/** With the names of clusters, too. */
export function inBareClusters(selectors: readonly ClusterSelector[]): readonly ClusterSelector[] {
  return withBareNames(selectors).map((one) => ({ ...one, cluster: bareName(one.cluster) }));
}

export interface InCluster {
  readonly cluster: string;
  readonly name: string;
}

/** All that may be chosen: what is asked for by name, and all of the clusters in which tags choose, each cluster listed once. */
export async function maybeChosen(
  selectors: readonly ClusterSelector[],
  namesOf: (cluster: string, signal: AbortSignal) => Promise<readonly string[]>,
  signal?: AbortSignal,
): Promise<readonly InCluster[]> {
  const clusters = [...new Set(selectors.map(({ cluster }) => cluster))];
  const found = await mapAtMost(usuallyAtOnce, clusters, signal, async (cluster, either) => {
    const own = selectors.filter((one) => one.cluster === cluster);
    const all = tagsIn(own).length === 0 ? [] : await namesOf(cluster, either);
    return [...new Set([...all, ...namesIn(own)])].map((name) => ({ cluster, name }));
  });
  return found.flat();
}

/** Whether a selector of a cluster chooses this. */
export function choosesInCluster(selector: ClusterSelector, item: InCluster & Chosen): boolean {
  return selector.cluster === item.cluster && isChosen(selector, item);
}

/** Each name that is asked for, once. */
export function namesIn(selectors: readonly Choosing[]): readonly string[] {
  return [...new Set(selectors.flatMap(({ choice }) => (choice.by === 'name' ? [choice.name] : [])))];
}

/** Each combination of tags that is asked for, once. */
export function tagsIn(selectors: readonly Choosing[]): readonly Tags[] {
  const tags = selectors.flatMap(({ choice }) => (choice.by === 'tags' ? [choice.tags] : []));
  return [...new Map(tags.map((one) => [JSON.stringify(Object.entries(one).sort()), one])).values()];
}

interface Chosen {
  readonly name: string;
  readonly tags: ReadonlyMap<string, string>;
}

function isChosen({ choice }: Choosing, { name, tags }: Chosen): boolean {
  if (choice.by === 'name') return name === choice.name;
  return Object.entries(choice.tags).every(([key, value]) => tags.get(key) === value);
}

/** Which of the items each selector chooses, in the selectors' order. */
export function chosenBy<Item>(
  selectors: readonly Choosing[],
  items: readonly Item[],
  known: (item: Item) => Chosen,
): readonly (readonly Item[])[] {
  return selectors.map((selector) => items.filter((item) => isChosen(selector, known(item))));
}
