import type { Problem } from '../model.js';

/** What can be wrong with an MSK cluster, with security groups and with SSH. */
export const awsNetworkProblems = {
  'msk-not-found': {
    layer: 'cluster',
    title: 'There is no MSK cluster of this name',
    symptoms: [],
    cause: 'This account has no such cluster in this region, or the name is spelled differently.',
    remedy: 'Look at what there is with `exops msk list`, and put the name, the region or the profile right.',
  },
  'msk-ambiguous': {
    layer: 'cluster',
    title: 'Several MSK clusters have this name',
    symptoms: [],
    cause: "Names of MSK clusters needn't be the only ones of their kind.",
    remedy: 'Write `arn:` in the place of `name:`, with the one that is meant.',
  },
  'msk-other-region': {
    layer: 'cluster',
    title: 'The MSK cluster is in another region',
    symptoms: ['kafkajs: SASL OAUTHBEARER authentication failed: Access denied'],
    cause: 'The ARN, or the host name of the brokers, says another region than the environment is asked in.',
    remedy: 'Write that region: `aws: { region: … }`, or give `--region`.',
  },
  'msk-not-ready': {
    layer: 'cluster',
    title: "The MSK cluster can't be used as its state is",
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: No resolvable bootstrap urls given in bootstrap.servers',
    ],
    cause: 'AWS is still making the cluster or deleting it, or one of these failed.',
    remedy: 'Wait until `exops msk list` shows it as ACTIVE, or use another cluster.',
  },
  'msk-busy': {
    layer: 'cluster',
    title: 'AWS works on the MSK cluster',
    symptoms: ['kafkajs: The coordinator is not available', 'Java: NotLeaderOrFollowerException'],
    cause: 'A broker is repaired, patched, rebooted or changed; one of them may be away for minutes.',
    remedy: 'Wait until `exops msk list` shows it as ACTIVE. Clients that know all brokers go on meanwhile.',
  },
  'msk-listener-off': {
    layer: 'cluster',
    title: 'The MSK cluster does not have this authentication, or this access, turned on',
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: TimeoutException: Timed out waiting for a node assignment.',
    ],
    cause: 'A cluster listens only for the logins and the networks that were turned on for it.',
    remedy: 'Write `auth:` and `access:` for what it has, or turn the wanted one on as doctor says.',
  },
  'msk-wrong-port': {
    layer: 'cluster',
    title: 'The port is that of another login of MSK',
    symptoms: [
      'kafkajs: Closed connection',
      'Java: TimeoutException: Timed out waiting for a node assignment.',
      'librdkafka: Disconnected while requesting ApiVersion: might be caused by incorrect security.protocol configuration',
    ],
    cause:
      'MSK has a port for each login: 9092 plaintext, 9094 TLS, 9096 SCRAM, 9098 IAM, and 9194, 9196, 9198 from the internet.',
    remedy: 'Write the port that belongs to the login, or name the cluster with `name:`, which finds it.',
  },
  'port-closed-by-security-group': {
    layer: 'security group',
    title: 'No rule of the security group lets us reach the port',
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: TimeoutException: Timed out waiting for a node assignment.',
      'librdkafka: Connection setup timed out in state CONNECT',
    ],
    cause:
      'A security group drops what none of its rules admits, without a word. Each login of MSK has its own port.',
    remedy:
      'Add the rule that doctor prints as a line of the aws command, or let `exops doctor --fix` do it.',
  },
  'rule-for-wrong-group': {
    layer: 'security group',
    title: 'The rule for the port admits another security group than ours',
    symptoms: ['kafkajs: Connection timeout', 'librdkafka: Connection setup timed out in state CONNECT'],
    cause: 'The port is open, but for members of another group than the one that we come from.',
    remedy:
      'Add a rule for the right group with the line that doctor prints, or let `exops doctor --fix` do it.',
  },
  'rule-not-for-here': {
    layer: 'security group',
    title: 'The port is silent, and its rules name others than this machine',
    symptoms: ['kafkajs: Connection timeout', 'librdkafka: Connection setup timed out in state CONNECT'],
    cause:
      'The rules for the port admit groups, blocks or prefix lists, and AWS does not know by which address this machine comes.',
    remedy:
      'Go through a host that is admitted with `via:`, or ask for a rule for the address that this machine comes by.',
  },
  'port-closed-to-nodes': {
    layer: 'security group',
    title: "No rule of the security group lets the pods' nodes reach the port",
    symptoms: ['kafkajs: Connection timeout', 'Spring: Connection to node -1 could not be established'],
    cause:
      'Pods come by the addresses and groups of their nodes, unless they have groups of their own, and no rule admits those.',
    remedy:
      'Add the rule that doctor prints. Where pods have security groups of their own, look whether a rule is for those, with `aws ec2 describe-security-groups`.',
  },
  'ssh-closed-by-security-group': {
    layer: 'security group',
    title: 'No rule of the security group lets us reach SSH',
    symptoms: ['ssh: connect to host … port 22: Connection timed out'],
    cause: 'SSH on a host on the way is silent, and no rule of its security groups admits us to its port.',
    remedy: 'Add the rule that doctor prints, or use a way in that needs none: `route: ssm` in `hosts:`.',
  },
  'ssh-silent': {
    layer: 'ssh',
    title: 'SSH on a host on the way does not answer',
    symptoms: ['ssh: connect to host … port 22: Connection timed out'],
    cause: 'Something drops the packets (a security group, a VPN that is down), or the machine hangs.',
    remedy:
      'Look at the layer above for its rules; use `--route eice` or `--route ssm`, which need no open port.',
  },
  'ssh-refused': {
    layer: 'ssh',
    title: 'Nothing listens on the SSH port',
    symptoms: ['ssh: connect to host … port 22: Connection refused'],
    cause: "The machine answers, and sshd doesn't run there or listens on another port.",
    remedy: 'Write its `port:` into `hosts:`, or start sshd, as through Systems Manager.',
  },
  'ssh-not-ssh': {
    layer: 'ssh',
    title: 'What answers on the SSH port is no SSH server, or none we can speak with',
    symptoms: ['ssh: kex_exchange_identification: Connection closed by remote host'],
    cause:
      'Another program listens there, the machine hangs, or sshd has too many logins under way or no algorithm in common.',
    remedy: 'Look at the `port:` of the host, and at sshd_config.',
  },
  'ssh-host-key-changed': {
    layer: 'ssh',
    title: 'The host presents another key than it is known by',
    symptoms: ['ssh: WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!'],
    cause:
      'The instance was made anew at the same place, its keys were replaced, or somebody stands in between.',
    remedy: 'Ask whoever keeps the host; only if it was done on purpose: `exops host forget ID`.',
  },
  'ssh-host-key-unknown': {
    layer: 'ssh',
    title: "Nobody vouches for the host's key",
    symptoms: ['ssh: Host key verification failed.'],
    cause: 'The key is pinned neither here nor by the team, and AWS has not seen it; doctor does not ask.',
    remedy:
      'Log in once from a terminal with `exops connect`, then pin the key for the team: `exops host pin`.',
  },
  'ssh-key-push-refused': {
    layer: 'ssh',
    title: 'EC2 Instance Connect does not take our key for the host',
    symptoms: ['aws: AccessDeniedException … ec2-instance-connect:SendSSHPublicKey'],
    cause: 'The right to push a key for this instance and user is missing, or EC2 Instance Connect fails.',
    remedy: 'Ask for the right that is named; `exops aws policy` prints it with the condition on the user.',
  },
  'ssh-login-refused': {
    layer: 'ssh',
    title: 'The host refuses the key that was pushed for it',
    symptoms: ['ssh: Permission denied (publickey).'],
    cause:
      "The user is another one on this image, EC2 Instance Connect isn't installed there, or its metadata service is off.",
    remedy: 'Put `user:` of the host right (ec2-user, ubuntu, admin), then look at what doctor lists.',
  },
  'ssh-forwarding-off': {
    layer: 'ssh',
    title: 'The host on the way does not forward connections',
    symptoms: ['ssh: channel 3: open failed: administratively prohibited: open failed'],
    cause: 'The sshd_config of the host forbids it: AllowTcpForwarding, DisableForwarding or PermitOpen.',
    remedy: 'Set `AllowTcpForwarding yes` there and reload sshd, or go through another host with `via:`.',
  },
  'ssh-failed': {
    layer: 'ssh',
    title: 'The login to a host on the way fails',
    symptoms: [],
    cause: 'The connection ended, or what it takes is missing here, and the message says what.',
    remedy: 'Do what the lines under it say; `exops connect` shows the same with more words.',
  },
} as const satisfies Record<string, Problem>;
