import { AwsError } from './aws-errors.js';

/** The pages of a long answer, one after the other, until there is none left or the reader stops. */
export function allPages<Page extends { readonly NextToken?: string | undefined }>(
  ask: (position: { NextToken?: string }) => Promise<Page>,
): AsyncIterable<Page> {
  return pagesByToken(
    (token) => ask(token === undefined ? {} : { NextToken: token }),
    ({ NextToken }) => NextToken,
  );
}

/**
 * The same of a service that calls the place where a page begins otherwise: `Marker`, `nextToken`.
 * @throws AwsError when a page is followed by itself
 */
export async function* pagesByToken<Page>(
  ask: (token: string | undefined) => Promise<Page>,
  tokenAfter: (page: Page) => string | undefined,
): AsyncIterable<Page> {
  let token: string | undefined;
  do {
    const page: Page = await ask(token);
    yield page;
    const next = tokenAfter(page) || undefined;
    if (next !== undefined && next === token)
      throw new AwsError('EndlessPages', 'AWS answers with one and the same page again and again.');
    token = next;
  } while (token !== undefined);
}

/** What is on all the pages, in their order. */
export async function itemsOf<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOn: (page: Page) => readonly Item[],
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...itemsOn(page));
  return items;
}
