import { describe, expect, test } from 'vitest';
import { sshConfigText } from '../../../../src/lib/hosts/proxy/ssh-config-text.js';

const host = {
  aliases: ['kafka.dev', 'kafka'],
  user: 'ec2-user',
  command: [
    'exops',
    'connect',
    '--stdio',
    '--user',
    '%r',
    '--config',
    "/home/o'neil/100% sure/exops.yaml",
    'kafka',
  ],
  knownHosts: '/home/kim/.local/state/exops/ssh/dev.kafka.hosts',
  agent: '/home/kim smith/exops/dev.kafka.%r',
} as const;

describe('sshConfigText', () => {
  test('is one block a host', () => {
    expect(sshConfigText([host])).toBe(`Host kafka.dev kafka
  User ec2-user
  ProxyCommand exops connect --stdio --user '%r' --config '/home/o'\\''neil/100%% sure/exops.yaml' kafka
  HostKeyAlias kafka.dev
  UserKnownHostsFile /home/kim/.local/state/exops/ssh/dev.kafka.hosts
  GlobalKnownHostsFile none
  StrictHostKeyChecking yes
  CheckHostIP no
  IdentityAgent "/home/kim smith/exops/dev.kafka.%r"
  IdentitiesOnly no
  IdentityFile none
  CertificateFile none
  ControlPath none
  PreferredAuthentications publickey
  ForwardAgent no
`);
  });

  test('blocks are apart', () => {
    expect(sshConfigText([host, host]).split('\n\n')).toHaveLength(2);
  });
});
