import type { CredentialSource } from './choose-credentials.js';
import type { CredentialsFacts } from './contract/credentials-facts.js';
import type { CredentialProvider, Credentials } from './credentials.js';

/** Finds the credentials, and tells what may be told of them. */
export async function credentialsFacts(
  source: CredentialSource,
  provider: CredentialProvider,
): Promise<CredentialsFacts> {
  const credentials = await provider();
  return {
    accessKeyId: shortened(credentials.accessKeyId),
    source: saySource(source, waysOf(credentials)),
    expiresAt: endOf(credentials),
    provider,
  };
}

/** Milliseconds since the epoch. */
export function endOf({ expiration }: Credentials): number | undefined {
  const at = expiration?.getTime();
  return at === undefined || Number.isNaN(at) ? undefined : at;
}

function shortened(accessKeyId: string): string {
  return `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
}

/** What the SDK's providers write on the credentials they find, as far as it tells one from another; the last step first. */
const ways: readonly (readonly [mark: RegExp, words: string])[] = [
  [/_ROLE_WEB_ID$|_WEB_ID_TOKEN$/, 'a role assumed with a web identity token'],
  [/_ASSUME_ROLE$/, 'a role assumed'],
  [/_SSO(_LEGACY)?$/, 'from SSO'],
  [/_LOGIN$/, 'from aws login'],
  [/_PROCESS$/, 'from its credential_process'],
  [/_HTTP$/, 'from the container'],
  [/_PROFILE$/, 'from its keys'],
];

function waysOf(credentials: Credentials): readonly string[] {
  const { $source } = credentials as { readonly $source?: unknown };
  return $source instanceof Object ? Object.keys($source) : [];
}

function saySource(source: CredentialSource, marks: readonly string[]): string {
  if (source.from === 'variables') return 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY';
  const way = ways.find(([mark]) => marks.some((one) => mark.test(one)))?.[1];
  const isOfProfile = source.from === 'profile' || marks.some((one) => one.includes('_PROFILE'));
  if (isOfProfile) return [`profile ${source.profile}`, ...(way === undefined ? [] : [way])].join(', ');
  if (marks.some((one) => one.includes('_WEB_ID'))) return 'the role of AWS_WEB_IDENTITY_TOKEN_FILE';
  if (marks.some((one) => one.endsWith('_HTTP'))) return 'the role of this container';
  return marks.length === 0 ? 'the role of this machine' : (way ?? 'the default chain');
}
