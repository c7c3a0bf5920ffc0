import { printOf } from '../../../../src/lib/hosts/trust/key-print.js';
import type { HostKey } from '../../../../src/lib/ssh/ssh.js';
import { publicKeyLine } from './host-keys.js';

/** How a line of cloud-init gets to a console. */
export const writers = {
  directly: '',
  'through logger': 'ec2: ',
  'through syslog': '<14>Nov 21 09:05:11 ec2: ',
  'through syslog of another day': '<14>Nov  1 09:05:11 cloud-init: ',
  'through syslog with a host name': 'Nov 21 09:05:11 ip-10-0-11-8.ap-northeast-2.compute.internal ec2: ',
  'through the kernel log': '[   21.123456] cloud-init[1234]: ',
} as const;

export const boot = [
  '[    0.000000] Linux version 6.1.0 (mockbuild@ip-10-0-0-1) #1 SMP PREEMPT_DYNAMIC',
  '[  \u001b[32m  OK  \u001b[0m] Started \u001b[0;1;39mOpenSSH server daemon\u001b[0m.',
  'ci-info: +++++++++++Authorized keys from /home/ec2-user/.ssh/authorized_keys for user ec2-user+++++++',
];
export const end = [
  '[   21.52] cloud-init[2185]: Cloud-init v. 22.2.2 finished at Sat, 21 Nov 2026',
  'login: ',
];

/** The public keys as cloud-init prints them. */
export function keysBlock(keys: readonly HostKey[], prefix = ''): readonly string[] {
  return block(
    'KEYS',
    keys.map((key) => publicKeyLine(key)),
    prefix,
  );
}

/** The fingerprints as cloud-init prints them. */
export function fingerprintsBlock(keys: readonly HostKey[], prefix = 'ec2: '): readonly string[] {
  return block('FINGERPRINTS', keys.map(fingerprintLine), prefix);
}

export function block(title: string, lines: readonly string[], prefix = ''): readonly string[] {
  const all = [`-----BEGIN SSH HOST KEY ${title}-----`, ...lines, `-----END SSH HOST KEY ${title}-----`];
  return all.map((line) => prefix + line);
}

const kinds: Readonly<Record<string, string>> = {
  'ssh-ed25519': '256 ED25519',
  'ecdsa-sha2-nistp256': '256 ECDSA',
  'ecdsa-sha2-nistp384': '384 ECDSA',
  'ecdsa-sha2-nistp521': '521 ECDSA',
  'ssh-rsa': '3072 RSA',
};

function fingerprintLine(key: HostKey): string {
  const [bits, kind] = (kinds[key.type] ?? '').split(' ');
  return `${bits} ${printOf(key).fingerprint} root@ip-10-0-11-8 (${kind})`;
}

export function consoleOf(...parts: readonly (readonly string[])[]): string {
  return parts.flat().join('\r\n');
}
