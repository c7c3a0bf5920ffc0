/** A token that reached the IAM listener. */
export interface IamLogin {
  /** What the client was told: `[id]: Access denied`. */
  readonly id: string;
  /** Empty when the token doesn't say. */
  readonly accessKeyId: string;
  /** The same for the same token, and tells nothing else of it. */
  readonly token: string;
  /** Why it was refused, in words that the client doesn't get; undefined when it was let in. */
  readonly refused: string | undefined;
}

/** Reads what the validator writes: a line for each token. */
export function readIamLogins(text: string): readonly IamLogin[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line) => {
    const [id = '', accessKeyId = '', token = '', refused = ''] = line.split('\t');
    return { id, accessKeyId, token, refused: refused === '' ? undefined : refused };
  });
}
