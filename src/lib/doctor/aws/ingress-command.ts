import type { IngressRule } from '../../aws/contract/network.js';
import { quoteWord } from '../../ssh/quote.js';

/** Where a command for AWS is to be run. */
export interface CommandPlace {
  readonly region: string;
  readonly profile: string | undefined;
}

/** The address of a machine as the internet sees it, for a shell that runs there; AWS's own service. */
export const ownPublicBlock = '"$(curl -s https://checkip.amazonaws.com)/32"';

/** The line of the aws command that adds a rule, for a person to paste. */
export function ingressCommand(
  { groupId, port }: Pick<IngressRule, 'groupId' | 'port'>,
  source: IngressRule['source'] | 'our public address',
  { region, profile }: CommandPlace,
): string {
  return [
    'aws ec2 authorize-security-group-ingress',
    `--group-id ${quoteWord(groupId)} --protocol tcp --port ${port}`,
    sourceFlag(source),
    placeFlags({ region, profile }),
  ].join(' ');
}

/** The line that shows which addresses are in a prefix list. */
export function prefixListCommand(id: string, place: CommandPlace): string {
  return `aws ec2 get-managed-prefix-list-entries --prefix-list-id ${quoteWord(id)} ${placeFlags(place)}`;
}

function placeFlags({ region, profile }: CommandPlace): string {
  const place = `--region ${quoteWord(region)}`;
  return profile === undefined || profile === '' ? place : `${place} --profile ${quoteWord(profile)}`;
}

/** A block of IPv6 has a flag that is not its own, but a part of `--ip-permissions`. */
function sourceFlag(source: IngressRule['source'] | 'our public address'): string {
  if (source === 'our public address') return `--cidr ${ownPublicBlock}`;
  return 'groupId' in source
    ? `--source-group ${quoteWord(source.groupId)}`
    : `--cidr ${quoteWord(source.block)}`;
}
