/** What an IAM token says of itself; nothing in it can be used to log in. */
export interface IamTokenFacts {
  /** Shortened: `AKIA…WXYZ`. */
  readonly accessKey: string;
  /** What it was signed for. */
  readonly region: string;
  /** By the clock of this machine; milliseconds since the epoch. */
  readonly signedAt: number;
  /** Milliseconds. */
  readonly lifetimeMs: number;
}

/**
 * A token is a signed URL in base64url: https://github.com/aws/aws-msk-iam-sasl-signer-js.
 * @returns undefined for what isn't one
 */
export function describeIamToken(token: string): IamTokenFacts | undefined {
  const text = Buffer.from(token, 'base64url').toString('utf8');
  if (!URL.canParse(text)) return undefined;
  const { searchParams } = new URL(text);
  const [accessKeyId = '', , region = ''] = searchParams.get('X-Amz-Credential')?.split('/') ?? [];
  const signedAt = momentOf(searchParams.get('X-Amz-Date') ?? '');
  if (accessKeyId === '' || region === '' || signedAt === undefined) return undefined;
  const lifetimeMs = Number(searchParams.get('X-Amz-Expires') ?? 0) * 1_000;
  return { accessKey: shortened(accessKeyId), region, signedAt, lifetimeMs };
}

/** `20261121T201500Z` */
function momentOf(text: string): number | undefined {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? [];
  if (second === undefined) return undefined;
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
}

function shortened(accessKeyId: string): string {
  return accessKeyId.length <= 8 ? '…' : `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
}
