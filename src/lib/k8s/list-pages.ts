import type { ApiCall } from './api-call.js';
import type { Ask } from './ask.js';
import { ExpiredError, KubernetesError } from './errors.js';
import { explainGarbled } from './explain-answer.js';
import { type Fields, isFields, isText } from './kubeconfig-files.js';

export interface ListPage {
  readonly items: readonly Fields[];
  /** Of the whole list: a watch goes on from there. */
  readonly resourceVersion: string;
}

const pageSize = 500;
/** Half a million objects are more than any namespace has. */
const mostPages = 1_000;

/**
 * A list, page by page. When the server no longer knows how it went on (410), it begins once more from the start, so
 * that items may come twice.
 * @throws KubernetesError, too, when the list goes round in a circle, or on for ever
 */
export async function* listPages(ask: Ask, call: ApiCall): AsyncGenerator<ListPage, void> {
  const read = async (next: string | undefined) =>
    pageOf(await ask.object({ ...call, query: { ...call.query, limit: pageSize, continue: next } }), call);
  const seen = new Set<string>();
  let mayStartOver = true;
  const readOn = async (next: string) => {
    try {
      return await read(next);
    } catch (error) {
      if (!(error instanceof ExpiredError) || !mayStartOver) throw error;
      mayStartOver = false;
      seen.clear();
      return read(undefined);
    }
  };
  let page = await read(undefined);
  yield page;
  for (let count = 1; page.next !== undefined; count++) {
    if (seen.has(page.next)) throw explainEndless(call, 'the server gives the same page twice');
    if (count >= mostPages) throw explainEndless(call, 'the list has more than 1,000 pages');
    seen.add(page.next);
    page = await readOn(page.next);
    yield page;
  }
}

function explainEndless({ action }: ApiCall, why: string): KubernetesError {
  return new KubernetesError(`Can't ${action}: ${why}.`, {
    hint: 'An API server ends its lists. Something before it may answer in its place.',
  });
}

/** Each item of the pages once, by its uid. */
export async function* eachOnce<Item extends { readonly uid: string }>(
  pages: AsyncIterable<readonly Item[]>,
): AsyncGenerator<readonly Item[], void> {
  const seen = new Set<string>();
  for await (const page of pages) {
    const unseen = page.filter(({ uid }) => !seen.has(uid));
    for (const { uid } of unseen) seen.add(uid);
    yield unseen;
  }
}

/** All items at once, for lists that are short. */
export async function listAll(ask: Ask, call: ApiCall): Promise<readonly Fields[]> {
  const items = new Map<unknown, Fields>();
  for await (const page of listPages(ask, call))
    for (const item of page.items)
      items.set(isFields(item['metadata']) ? item['metadata']['uid'] : item, item);
  return [...items.values()];
}

function pageOf({ items, metadata }: Fields, call: ApiCall): ListPage & { next: string | undefined } {
  // The server writes null for an empty list of some kinds.
  const list = items === null ? [] : items;
  if (!Array.isArray(list) || !isFields(metadata)) throw explainGarbled(call);
  const { resourceVersion, continue: next } = metadata;
  return {
    items: list.filter(isFields),
    resourceVersion: isText(resourceVersion) ? resourceVersion : '',
    next: isText(next) ? next : undefined,
  };
}
