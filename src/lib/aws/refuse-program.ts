import { AwsCredentialsError } from './aws-errors.js';
import type { CredentialSource } from './choose-credentials.js';
import type { Profile } from './profiles.js';

/**
 * A `credential_process` may open a browser or ask for a finger: it is started only where somebody waits for it.
 * @throws AwsCredentialsError when the profile, or one that its credentials come from, has one
 */
export function refuseProgram(source: CredentialSource, profiles: () => ReadonlyMap<string, Profile>): void {
  if (source.from === 'variables') return;
  const seen = new Set<string>();
  for (let next: string | undefined = source.profile; next !== undefined && !seen.has(next); ) {
    seen.add(next);
    const profile: Profile | undefined = profiles().get(next);
    if (profile?.has('credential_process') === true)
      throw new AwsCredentialsError(
        `The credential_process of the AWS profile ${next} is not for the background.`,
      );
    next = profile?.get('source_profile');
  }
}
