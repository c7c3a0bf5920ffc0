import type { Problem } from '../model.js';
import { kafkaClusterProblems } from './kafka-cluster-problems.js';

/** What can be wrong between here and a broker that answers. */
export const kafkaProblems = {
  'name-unknown': {
    layer: 'dns',
    title: "A broker's name isn't known where it is dialled",
    symptoms: [
      'kafkajs: Connection error: getaddrinfo ENOTFOUND',
      'librdkafka: Failed to resolve',
      'Java: No resolvable bootstrap urls given in bootstrap.servers',
    ],
    cause:
      'The name is mistyped, is of a cluster that was deleted or made anew, or is private to a network that this resolver is outside of.',
    remedy: 'Write the names that the cluster has now; for MSK, `exops msk brokers` prints them.',
  },
  'port-refused': {
    layer: 'tcp',
    title: "Nothing listens on a broker's port",
    symptoms: ['kafkajs: Connection error: connect ECONNREFUSED', 'Java: Connection refused'],
    cause: 'The broker is down, or listens on another port.',
    remedy:
      'Look whether the broker runs, and compare the port with its listeners. MSK has a port for each login.',
  },
  'port-silent': {
    layer: 'tcp',
    title: "A broker's port doesn't answer",
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: TimeoutException: Timed out waiting for a node assignment.',
    ],
    cause:
      'A security group or a firewall drops the packets, the machine is off, or the address is another one now.',
    remedy:
      'Read the line of the security group above it: it names the rule that is missing, where it is AWS that drops.',
  },
  'private-address': {
    layer: 'tcp',
    title: 'The brokers have private addresses, and this machine is outside their network',
    symptoms: ['kafkajs: Connection timeout', 'kcat: Connect to ipv4 failed: Connection timed out'],
    cause:
      "MSK's names are known to everybody, and lead to private addresses: only their own network reaches those, or a VPN.",
    remedy:
      'Turn the VPN on, or go through a host of that network: `via: bastion` under `cluster:`. With public access on, MSK has names of its own for it: `access: public`.',
  },
  'no-way-there': {
    layer: 'tcp',
    title: "The network here has no way to a broker's address",
    symptoms: ['kafkajs: connect ENETUNREACH', 'Java: NoRouteToHostException: No route to host'],
    cause: 'A VPN is off, this machine is offline, or the address belongs to another network.',
    remedy: 'Look at the network of this machine, or go through a host: `via: bastion` under `cluster:`.',
  },
  'not-forwarded': {
    layer: 'tcp',
    title: "The host on the way doesn't forward to the brokers",
    symptoms: ['ssh: channel 3: open failed: administratively prohibited'],
    cause: 'The sshd of the host forbids forwarding, or forwards to other ports only.',
    remedy: 'Set `AllowTcpForwarding yes` in its sshd_config, and look at `PermitOpen` there.',
  },
  'brokers-down': {
    layer: 'tcp',
    title: 'Some brokers answer, and others do not',
    symptoms: [
      'kafkajs: This is not the correct coordinator for this group',
      'Java: Bootstrap broker disconnected',
    ],
    cause: 'Brokers are down, or security groups differ between them. What they lead fails, the rest works.',
    remedy:
      'Look whether the ones that are named run. On MSK, `exops msk list` shows whether AWS is repairing it.',
  },
  'certificate-out-of-date': {
    layer: 'tls',
    title: "A broker's certificate has ended, or the clock here is wrong",
    symptoms: [
      'kafkajs: certificate has expired',
      'Java: PKIX path validation failed: validity check failed',
    ],
    cause: 'The time of this machine is outside the time for which the certificate stands.',
    remedy: "Look at this machine's clock first; then have the broker's certificate renewed.",
  },
  'certificate-ends-soon': {
    layer: 'tls',
    title: "A broker's certificate ends within 30 days",
    symptoms: [],
    cause: 'It still works, and no client will connect from that day on.',
    remedy: 'Set a date for its renewal, unless something renews it by itself, as AWS does for MSK.',
  },
  'certificate-other-name': {
    layer: 'tls',
    title: "A broker's certificate is for another name",
    symptoms: [
      "kafkajs: Hostname/IP does not match certificate's altnames",
      'Java: No subject alternative DNS name matching',
    ],
    cause:
      'The broker is reached by a name or an address that its certificate does not have, as through a tunnel to localhost.',
    remedy: 'Use the name that the certificate has, or give it as `serverName` under `auth:`.',
  },
  'certificate-untrusted': {
    layer: 'tls',
    title: "A broker's certificate is signed by an authority that isn't known here",
    symptoms: [
      'kafkajs: self-signed certificate in certificate chain',
      'Java: PKIX path building failed: unable to find valid certification path to requested target',
    ],
    cause: 'The cluster has an authority of its own. MSK has certificates that every system trusts.',
    remedy: 'Give the authority as a PEM file: `ca` under `auth:`, or `--ca FILE`.',
  },
  'client-certificate-missing': {
    layer: 'tls',
    title: 'The listener wants a client certificate, and none was given',
    symptoms: [
      'kafkajs: tlsv13 alert certificate required',
      'Java: SSLHandshakeException: certificate_required',
    ],
    cause: 'Clients of this listener log in by a certificate of their own.',
    remedy: 'Give one with its key: `certificate` and `key` under `auth:`, or `--cert FILE --key FILE`.',
  },
  'client-certificate-refused': {
    layer: 'tls',
    title: "The broker doesn't take our client certificate",
    symptoms: [
      'kafkajs: tlsv1 alert unknown ca',
      'Java: SSLHandshakeException: Received fatal alert: unknown_ca',
    ],
    cause:
      'It has ended, or an authority signed it that the cluster does not know; MSK takes those of its private CAs only.',
    remedy: 'Use a certificate that an authority of the cluster has signed, and that is still good.',
  },
  'wrong-listener': {
    layer: 'protocol',
    title: "The port speaks another protocol than the environment's authentication",
    symptoms: [
      'kafkajs: Closed connection',
      'kafkajs: Client network socket disconnected before secure TLS connection was established',
      'kafkajs: The broker does not support the requested SASL mechanism',
      'Java: SslAuthenticationException: SSL handshake failed',
      'librdkafka: SSL handshake failed: wrong version number',
    ],
    cause:
      'A listener takes one kind of login. On MSK 9092 speaks plaintext, 9094 TLS, 9096 SCRAM and 9098 IAM; the public ones are 9194, 9196 and 9198.',
    remedy:
      'Write the port that is for this login, or the login that is for this port; the lines under it say which.',
  },
  'silent-listener': {
    layer: 'protocol',
    title: 'A port takes the connection and never answers',
    symptoms: [
      'kafkajs: Request ApiVersions(key: 18, version: 2) timed out',
      'Java: Disconnected while waiting for ApiVersions',
    ],
    cause: 'The broker hangs or is overloaded, or a proxy in between has nobody behind it.',
    remedy: "Look at the broker's log and load, and at what stands in between.",
  },
  'closing-listener': {
    layer: 'protocol',
    title: 'A port takes the connection and closes it without a word',
    symptoms: ['kafkajs: Closed connection', 'librdkafka: Disconnected while requesting ApiVersion'],
    cause: 'It is no Kafka, or a proxy or load balancer in between has no broker behind it.',
    remedy: 'Ask whoever runs it what the port is for, and look at what stands in between.',
  },
  'not-kafka': {
    layer: 'protocol',
    title: 'Something else than Kafka answers on the port',
    symptoms: [
      'kafkajs: Closed connection',
      'Java: InvalidReceiveException: Invalid receive (size = 1213486160)',
    ],
    cause: 'The port belongs to another program: a web server, or a console of Kafka.',
    remedy: "Write the port of Kafka's listener; for MSK, `exops msk brokers` prints it.",
  },
  'broker-too-old': {
    layer: 'versions',
    title: "The broker doesn't speak a version that exops does",
    symptoms: ['kafkajs: The Kafka server does not support the requested API version'],
    cause: 'It is older than Apache Kafka 1.0, or it is a controller and no broker.',
    remedy: 'Give the address of a broker of a newer cluster; `exops` can do nothing with this one.',
  },
  'requests-missing': {
    layer: 'versions',
    title: 'The broker lacks requests that some commands need',
    symptoms: ['kafkajs: The Kafka server does not support the requested API version'],
    cause: 'It is older than Apache Kafka 2.3, or a server that imitates Kafka in part.',
    remedy: 'Use it for the rest: the commands that need those requests say so, as `exops topics sync` does.',
  },
  ...kafkaClusterProblems,
} as const satisfies Record<string, Problem>;
