/** The pages of a long answer, one after the other, until there is none left or the reader stops. */
export async function* allPages<Page extends { readonly NextToken?: string | undefined }>(
  ask: (position: { NextToken?: string }) => Promise<Page>,
): AsyncIterable<Page> {
  let token: string | undefined;
  do {
    const page: Page = await ask(token === undefined ? {} : { NextToken: token });
    yield page;
    token = page.NextToken || undefined;
  } while (token !== undefined);
}
