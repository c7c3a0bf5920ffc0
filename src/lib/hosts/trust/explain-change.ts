import { printable } from '../../terminal/printable.js';
import type { Contradiction, Witness } from './decide.js';
import { HostKeyChangedError } from './errors.js';
import { type KeyPrint, printWords } from './key-print.js';
import { hostKeyTag } from './tag.js';

/** The host whose key it is. */
export interface NamedHost {
  readonly instanceId: string;
  /** `kafka (i-0123456789abcdef0)` */
  readonly shownName: string;
}

const sources: Record<Witness, string> = {
  pin: 'the key pinned on this machine',
  tag: `the EC2 tag ${hostKeyTag}`,
  console: "the instance's console output",
  ssm: 'what the instance says through Systems Manager',
};

/** Says which key was expected, by whom, what came instead, and what that can mean. */
export function changedKeyError(
  { by, expected, against }: Contradiction,
  got: KeyPrint,
  host: NamedHost,
): HostKeyChangedError {
  const lines = [
    `The host key of ${printable(host.shownName)} doesn't agree with ${sources[by]}. Nothing was sent to it.`,
    ...expected.map((print) => `  expected  ${printWords(print)}`),
    `  got       ${printWords(got)}`,
    meaning(expected, against, got),
  ];
  return new HostKeyChangedError(lines.join('\n'), { hint: whatNext(by, against, host) });
}

function meaning(expected: readonly KeyPrint[], against: readonly Witness[], got: KeyPrint): string {
  if (against.includes('pin')) {
    return 'The key is the one pinned on this machine, so somebody changed the tag, or this machine was misled when it pinned the key.';
  }
  if (against.includes('tag')) {
    return `The EC2 tag ${hostKeyTag} has this key: the team seems to have replaced the one that is pinned on this machine.`;
  }
  if (expected.every(({ type }) => type !== got.type)) {
    return 'The host was asked for a key of a type that is known of it, and has none any more. Somebody may be in between, or its keys were replaced.';
  }
  return 'Somebody may be in between, or the key was replaced.';
}

function whatNext(by: Witness, against: readonly Witness[], { instanceId }: NamedHost): string {
  const forget = `exops host forget ${instanceId}`;
  const readIt = 'cat /etc/ssh/ssh_host_ed25519_key.pub';
  if (by === 'pin') return `Only if the key was replaced on purpose, forget the old one: ${forget}`;
  if (against.includes('pin')) {
    return [
      'Ask whoever set the tag which of the two is right, or read the key on the host itself.',
      `If the tag is wrong: exops host pin ${instanceId}`,
      `If the tag is right: ${forget}`,
    ].join('\n');
  }
  if (by === 'tag') {
    return [
      'Only if the key was replaced on purpose, set the tag to the key read on the host itself:',
      readIt,
    ].join('\n');
  }
  return [
    'Only if the keys were made anew on purpose, vouch for the new one: set the EC2 tag',
    `${hostKeyTag} of ${instanceId} to the key read on the host itself: ${readIt}`,
  ].join('\n');
}
