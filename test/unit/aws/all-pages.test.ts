import { expect, test } from 'vitest';
import { allPages, itemsOf, pagesByToken } from '../../../src/lib/aws/all-pages.js';

interface Page {
  readonly items: string;
  readonly NextToken?: string | undefined;
}

/** Pages whose tokens are their positions. */
function book(...texts: string[]) {
  const asked: (string | undefined)[] = [];
  const ask = async ({ NextToken }: { NextToken?: string }): Promise<Page> => {
    asked.push(NextToken);
    const index = Number(NextToken ?? 0);
    const isLast = index === texts.length - 1;
    return { items: texts[index] ?? '', NextToken: isLast ? undefined : String(index + 1) };
  };
  return { asked, ask };
}

async function read(pages: AsyncIterable<Page>, until?: string): Promise<string[]> {
  const items: string[] = [];
  for await (const page of pages) {
    items.push(page.items);
    if (page.items === until) break;
  }
  return items;
}

test('all pages are read in their order', async () => {
  const { ask, asked } = book('a', 'b', 'c');
  expect(await read(allPages(ask))).toEqual(['a', 'b', 'c']);
  expect(asked).toEqual([undefined, '1', '2']);
});

test('a reader who has enough ends it', async () => {
  const { ask, asked } = book('a', 'b', 'c');
  expect(await read(allPages(ask), 'b')).toEqual(['a', 'b']);
  expect(asked).toEqual([undefined, '1']);
});

test('a page that is followed by itself is the last', async () => {
  let asked = 0;
  const ask = async () => {
    if (++asked > 5) throw new Error('asked for ever');
    return { items: 'a', NextToken: 'the same' };
  };
  await expect(read(allPages(ask))).rejects.toThrow(
    'AWS answers with one and the same page again and again.',
  );
  expect(asked).toBe(2);
});

test('an empty token is none', async () => {
  expect(await read(allPages(async () => ({ items: 'a', NextToken: '' })))).toEqual(['a']);
});

test('a service may call the place otherwise', async () => {
  const asked: (string | undefined)[] = [];
  const pages = pagesByToken(
    async (Marker) => {
      asked.push(Marker);
      return Marker === undefined ? { items: 'a', NextMarker: 'second' } : { items: 'b', NextMarker: '' };
    },
    ({ NextMarker }) => NextMarker,
  );
  expect(await itemsOf(pages, ({ items }) => [items, items.toUpperCase()])).toEqual(['a', 'A', 'b', 'B']);
  expect(asked).toEqual([undefined, 'second']);
});
