import { fromIni } from '@aws-sdk/credential-provider-ini';
import { defaultProvider } from '@aws-sdk/credential-provider-node';
import type { ProfileSource } from './choose-credentials.js';
import type { CredentialInput, CredentialProvider } from './credentials.js';
import type { RequestHandler } from './request-handler.js';
import { sameSessionName } from './same-session-name.js';

/**
 * The SDK's own ways to credentials. A profile that says where its credentials come from is taken at its word:
 * the default chain would go on to the role of this machine when that fails, and work as somebody else.
 */
export function credentialChain(
  { profile, isComplete }: ProfileSource,
  { files, region, askMfaCode }: CredentialInput,
  requestHandler: RequestHandler,
): CredentialProvider {
  const init = {
    profile,
    filepath: files.credentials,
    configFilepath: files.config,
    clientConfig: { requestHandler },
    clientPlugins: [sameSessionName()],
    // For assumed roles only: among the above it would replace the region of the SSO portal as well.
    parentClientConfig: { region: async () => region },
    logger: silent,
    ...(askMfaCode === undefined ? {} : { mfaCodeProvider: askMfaCode }),
  };
  return isComplete ? fromIni(init) : defaultProvider(init);
}

// Without a logger the chain writes its warnings to the console.
const silent = { debug() {}, info() {}, warn() {}, error() {} };
