/** One request to the API server, with what is needed to say what became of it. */
export interface ApiCall {
  /** In a sentence after "Can't": `patch the secret db in the namespace dev`; printable. */
  readonly action: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  /** It changes nothing, and so may be sent again: all that gets, and what only asks or tries. */
  readonly isSafe?: boolean;
  /** The server's words for a failure may quote a secret. */
  readonly isSecret?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export function isSafe({ method, isSafe }: ApiCall): boolean {
  return isSafe ?? method === 'GET';
}

/** The path with its query. */
export function target({ path, query = {} }: ApiCall): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(String(value))}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
}

/** A PATCH is a merge patch: what it doesn't name stays. */
export function bodyOf({ method, body }: ApiCall): { type: string; text: string } | undefined {
  if (body === undefined) return undefined;
  const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
  return { type, text: JSON.stringify(body) };
}
