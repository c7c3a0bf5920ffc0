import { runCommand } from '../run-command.js';
import { requireCommand } from '../ssh/debian-packages.js';

/** Ports to which packets are dropped: none of them, some, or all. */
export type DroppedPorts = readonly number[] | 'all';

/** Lets the packet filter of a namespace drop what comes in for these TCP ports, and nothing else. */
export async function dropIncoming(within: readonly string[], ports: DroppedPorts): Promise<void> {
  const nft = await requireCommand(
    'nft',
    'nftables',
    "The lab's security groups are rules of the packet filter",
  );
  const [command = '', ...args] = [...within, nft, rules(ports)];
  await runCommand(command, args);
}

function rules(ports: DroppedPorts): string {
  const commands = ['flush ruleset'];
  if (ports.length > 0) {
    const match = ports === 'all' ? 'meta l4proto tcp' : `tcp dport { ${ports.join(', ')} }`;
    commands.push(
      'add table inet security_group',
      'add chain inet security_group input { type filter hook input priority 0; policy accept; }',
      'add rule inet security_group input iifname lo accept',
      `add rule inet security_group input ${match} drop`,
    );
  }
  return commands.join('; ');
}
