import { type Variables, variable } from '../config/environment-variables.js';
import { UsageError } from '../errors.js';
import { didYouMean } from '../yaml/nearest.js';
import type { Profile } from './profiles.js';

/** Where the credentials are to come from, as far as it is known before they are asked for. */
export type CredentialSource = { readonly from: 'variables' } | ProfileSource;

export interface ProfileSource {
  /** `profile` when one is named; `anywhere` when the default one is only the first place to look. */
  readonly from: 'profile' | 'anywhere';
  readonly profile: string;
  /** Whether the profile itself says where its credentials come from. */
  readonly isComplete: boolean;
  /** The command that logs in anew, for profiles of people: `aws sso login --profile dev`. */
  readonly login: string | undefined;
}

export interface CredentialInput {
  /** Undefined leaves it to AWS_PROFILE; empty for none at all. */
  readonly profile: string | undefined;
  readonly env: Variables;
  /** Reads the profiles, if they are needed. */
  readonly profiles: () => ReadonlyMap<string, Profile>;
}

export const defaultProfile = 'default';

/**
 * A profile that is asked for, else keys in the variables, else the profile that AWS_PROFILE names, as the aws
 * command has it; else whatever the default chain finds.
 * @throws UsageError when the profile isn't there
 */
export function chooseCredentials({ profile, env, profiles }: CredentialInput): CredentialSource {
  if (!profile && hasKeys(env)) return { from: 'variables' };
  const named = namedProfile(profile, env);
  if (named !== undefined && !profiles().has(named)) throw noSuchProfile(named, profile, env, profiles());
  const name = named ?? defaultProfile;
  return {
    from: named === undefined ? 'anywhere' : 'profile',
    profile: name,
    isComplete: isComplete(profiles().get(name)),
    login: loginOf(name, profiles()),
  };
}

const origins = [
  'aws_access_key_id',
  'credential_process',
  'login_session',
  'role_arn',
  'sso_account_id',
  'sso_session',
  'sso_start_url',
];

function isComplete(profile: Profile | undefined): boolean {
  return origins.some((origin) => profile?.has(origin));
}

/** The profile that is asked for, here or by AWS_PROFILE. */
export function namedProfile(profile: string | undefined, env: Variables): string | undefined {
  return (profile ?? variable(env, 'AWS_PROFILE')) || undefined;
}

function hasKeys(env: Variables): boolean {
  return ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'].every((name) => variable(env, name) !== undefined);
}

function noSuchProfile(
  name: string,
  given: string | undefined,
  env: Variables,
  profiles: ReadonlyMap<string, Profile>,
): UsageError {
  const config = variable(env, 'AWS_CONFIG_FILE') ?? '~/.aws/config';
  const credentials = variable(env, 'AWS_SHARED_CREDENTIALS_FILE') ?? '~/.aws/credentials';
  const meant = didYouMean(name, profiles.keys());
  return new UsageError(
    `There is no AWS profile ${JSON.stringify(name)} in ${config} or ${credentials}${meant}.`,
    {
      hint: given === undefined ? 'The variable AWS_PROFILE names it.' : knownProfiles([...profiles.keys()]),
    },
  );
}

const shownProfiles = 10;

function knownProfiles(names: readonly string[]): string {
  if (names.length === 0) return 'There are none. Make one: aws configure sso';
  const more = names.length > shownProfiles ? `, and ${names.length - shownProfiles} more` : '';
  return `The profiles are ${names.slice(0, shownProfiles).join(', ')}${more}.`;
}

/** A role's profile takes its credentials from another one: that is the one to log in with. */
function loginOf(name: string, profiles: ReadonlyMap<string, Profile>): string | undefined {
  const seen = new Set<string>();
  for (let next: string | undefined = name; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const profile: Profile | undefined = profiles.get(next);
    const words = next === defaultProfile ? '' : ` --profile ${next}`;
    if (profile?.has('sso_session') || profile?.has('sso_start_url')) return `aws sso login${words}`;
    if (profile?.has('login_session')) return `aws login${words}`;
    next = profile?.get('source_profile');
  }
  return undefined;
}
