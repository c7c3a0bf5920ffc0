import { printable } from '../terminal/printable.js';
import type { Address } from './address.js';
import { formatAddress } from './address.js';
import type { TokenRefusedError } from './bearer-login.js';
import type { IamTokenFacts } from './iam-token.js';
import { mskRegionOf } from './msk-ports.js';

/** What it means that a broker refused an IAM token. MSK itself says `[0f5c…]: Access denied` for every reason. */
export function explainRefusedToken(
  { facts, message }: TokenRefusedError,
  address: Address,
): { readonly message: string; readonly hint: string } {
  const whose = facts === undefined ? '' : ` of ${facts.accessKey} (${facts.region})`;
  return {
    message: printable(`${formatAddress(address)} refused the IAM login${whose}: ${message}`),
    hint: hintFor(facts, mskRegionOf(address.host)),
  };
}

function hintFor(facts: IamTokenFacts | undefined, region: string | undefined): string {
  if (facts !== undefined && region !== undefined && facts.region !== region)
    return `The token was signed for ${facts.region}, and the cluster is in ${region}.\nTry: --region ${region}, or aws.region in exops.yaml`;
  return [
    'Most likely that identity lacks kafka-cluster:Connect on this cluster: exops msk policy prints what it needs.',
    facts === undefined ? undefined : clockHint(facts),
    facts === undefined || region !== undefined
      ? undefined
      : `Or the cluster is in another region than ${facts.region}.`,
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

function clockHint({ signedAt }: IamTokenFacts): string {
  const time = new Date(signedAt).toISOString().slice(11, 19);
  return `Or the clock here is wrong: the token was signed when it showed ${time} UTC.`;
}
