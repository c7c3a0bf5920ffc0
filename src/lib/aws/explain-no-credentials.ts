import { AwsCredentialsError } from './aws-errors.js';
import type { CredentialSource } from './choose-credentials.js';
import type { RawError } from './raw-error.js';
import { redact } from './redact.js';

const providerErrors: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'ProviderError',
  'TokenProviderError',
]);

/** Why the SDK, which has words only, found no credentials; undefined when the error is another one. */
export function explainNoCredentials(
  { name, message }: RawError,
  source: CredentialSource,
  cause: unknown,
): AwsCredentialsError | undefined {
  if (!providerErrors.has(name)) return undefined;
  const failed = explainFailedCommand(message, source);
  if (failed !== undefined) return failed;
  const said = say(message, source);
  return new AwsCredentialsError(said.message, { hint: said.hint, cause });
}

interface Sentence {
  readonly message: string;
  readonly hint?: string | undefined;
}

/** Only what the command said: its own line may well have something secret in it. */
function explainFailedCommand(message: string, source: CredentialSource): AwsCredentialsError | undefined {
  const [, said] = /^Command failed: .*\n?([\s\S]*)$/.exec(message) ?? [];
  if (said === undefined || source.from === 'variables') return undefined;
  const why = said.trim() === '' ? 'without a word' : `with: ${redact(said)}`;
  return new AwsCredentialsError(`The credential_process of the AWS profile ${source.profile} failed ${why}`);
}

function say(message: string, source: CredentialSource): Sentence {
  if (source.from === 'variables') return sayWords('the variables', message);
  const { profile, login } = source;
  if (/multi-factor/i.test(message))
    return {
      message: `The AWS profile ${profile} wants the code of an MFA device, and there is nobody to ask for it.`,
      hint: 'Run the command at a terminal.',
    };
  if (
    login !== undefined &&
    /expired|aws sso login|aws login|sso session|session token|re-?auth/i.test(message)
  )
    return {
      message: `Not logged in to AWS: the profile ${profile} has no session that is still valid.`,
      hint: `Try: ${login}`,
    };
  if (!/from any providers/i.test(message)) return sayWords(`the profile ${profile}`, message);
  return source.from === 'profile' ? sayEmptyProfile(profile, login) : sayNowhere(login);
}

function sayWords(where: string, message: string): Sentence {
  return { message: `Can't get AWS credentials from ${where}: ${redact(message)}` };
}

function sayEmptyProfile(profile: string, login: string | undefined): Sentence {
  return {
    message: `The AWS profile ${profile} has no credentials.`,
    hint: `Try: ${login ?? `aws configure sso --profile ${profile}`}`,
  };
}

function sayNowhere(login: string | undefined): Sentence {
  const start = login === undefined ? 'Or make one: aws configure sso' : `Or log in: ${login}`;
  return {
    message: 'There are no AWS credentials.',
    hint: `Name a profile: aws: { profile: … } in exops.yaml, --profile, or AWS_PROFILE.\n${start}`,
  };
}
