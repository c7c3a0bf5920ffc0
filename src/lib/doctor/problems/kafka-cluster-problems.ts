import type { Problem } from '../model.js';

/** What can be wrong with a login, and behind it. */
export const kafkaClusterProblems = {
  'token-clock': {
    layer: 'login',
    title: "An IAM token is refused because the clock here isn't AWS's",
    symptoms: [
      'kafkajs: SASL OAUTHBEARER authentication failed: [uuid]: Access denied',
      'Java: SaslAuthenticationException: Access denied',
    ],
    cause:
      'The token says when it was signed, by the clock of this machine, and is good for 15 minutes from then on.',
    remedy: 'Set the clock: `sudo chronyc makestep`, or switch the synchronisation with a time server on.',
  },
  'token-region': {
    layer: 'login',
    title: "An IAM token was signed for another region than the cluster's",
    symptoms: ['kafkajs: SASL OAUTHBEARER authentication failed: [uuid]: Access denied'],
    cause: 'The name of the brokers or the ARN has one region, and the environment or the profile another.',
    remedy: "Write the cluster's region: `region` under `aws:`, or `--region`.",
  },
  'token-credentials-ended': {
    layer: 'login',
    title: 'An IAM token is refused because the credentials behind it have ended',
    symptoms: ['kafkajs: SASL OAUTHBEARER authentication failed: [uuid]: Access denied', 'aws: ExpiredToken'],
    cause:
      'Credentials of a session end; a token that they sign later is made without a complaint and refused by the broker.',
    remedy: 'Log in to AWS again, as with `aws sso login`.',
  },
  'connect-denied': {
    layer: 'login',
    title: 'The identity may not connect to the cluster',
    symptoms: [
      'kafkajs: SASL OAUTHBEARER authentication failed: [uuid]: Access denied',
      'Java: SaslAuthenticationException: Access denied',
    ],
    cause:
      'No policy allows it kafka-cluster:Connect on this cluster, one denies it, or MSK does not know the access key.',
    remedy: "Give it the right on the cluster's ARN; `exops msk policy` prints the whole policy.",
  },
  'login-refused': {
    layer: 'login',
    title: 'The broker refuses the user name or the password',
    symptoms: [
      'kafkajs: SASL SCRAM SHA512 authentication failed',
      'Java: SaslAuthenticationException: Authentication failed during authentication due to invalid credentials',
    ],
    cause:
      'The user is unknown or the password wrong: brokers say the same to both. On MSK the secret may not be associated with the cluster.',
    remedy:
      'Compare both with the secret. On MSK its name begins with AmazonMSK_, a key of your own encrypts it, and it is associated with the cluster: `aws kafka list-scram-secrets`.',
  },
  'other-cluster': {
    layer: 'metadata',
    title: 'The address leads to another cluster',
    symptoms: [],
    cause: 'A tunnel or a name leads elsewhere than it did, or the cluster was made anew and has another id.',
    remedy: 'Put right the address, or write the id of the new cluster as `clusterId` under `cluster:`.',
  },
  'advertised-localhost': {
    layer: 'metadata',
    title: 'The brokers tell their clients to connect to localhost',
    symptoms: [
      'kafkajs: connect ECONNREFUSED 127.0.0.1:9092',
      'Java: Connection to node 1 (localhost/127.0.0.1:9092) could not be established.',
    ],
    cause:
      'The broker has localhost for its advertised.listeners, as it does when a broker was set up for its own machine.',
    remedy:
      'Set advertised.listeners in its server.properties to the name or address that clients use, and restart it.',
  },
  'advertised-unreachable': {
    layer: 'metadata',
    title: "Addresses that the brokers give their clients can't be reached",
    symptoms: [
      'kafkajs: Connection timeout',
      'librdkafka: Connect to ipv4 failed',
      'Java: Connection to node 1 could not be established.',
    ],
    cause:
      'A client asks one broker where all of them are and connects to what it is told: advertised.listeners. A tunnel to one port leads to the first only.',
    remedy:
      'Go through a host by `via: bastion`, which reaches whatever is advertised, or put right advertised.listeners of the brokers that are named.',
  },
  'brokers-missing': {
    layer: 'metadata',
    title: 'The cluster has fewer brokers than MSK says',
    symptoms: [],
    cause: 'A broker is down or just restarts.',
    remedy: 'Wait for a restart to end; `exops msk describe` shows what AWS does with the cluster.',
  },
  'partitions-offline': {
    layer: 'metadata',
    title: 'Partitions have no leader',
    symptoms: [
      'kafkajs: There is no leader for this topic-partition as we are in the middle of a leadership election',
      'Java: LEADER_NOT_AVAILABLE',
    ],
    cause: 'All brokers that have their data in full are down.',
    remedy: 'Start the brokers that are down; `exops topics describe` shows where the replicas are.',
  },
  'replicas-behind': {
    layer: 'metadata',
    title: 'Replicas are out of sync',
    symptoms: [
      'Java: NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.',
    ],
    cause: 'A broker is down or catches up after a restart, or is too slow.',
    remedy: 'Wait while a broker catches up; look at its load if it never does.',
  },
  'topic-hidden': {
    layer: 'rights',
    title: "The identity may not even see the environment's topics",
    symptoms: [
      'kafkajs: Not authorized to access topics: [Topic authorization failed]',
      'Java: TopicAuthorizationException: Not authorized to access topics',
      'kcat: Topic authorization failed',
    ],
    cause:
      'No policy or ACL allows it to describe the topics that are named; lists of topics are empty then, and nothing says why.',
    remedy: 'Give it the right that is named; for MSK, `exops msk policy` prints the whole policy.',
  },
  'right-missing': {
    layer: 'rights',
    title: 'A right is missing that some commands need',
    symptoms: ['kafkajs: Not authorized to access topics', 'kafkajs: Not authorized to access group'],
    cause: 'The identity may see the topics, and not do everything with them. That may well be meant.',
    remedy:
      'Give it the right that is named where somebody needs it; for MSK, `exops msk policy` prints the whole policy.',
  },
  'rights-untold': {
    layer: 'rights',
    title: "The broker doesn't tell which rights we have",
    symptoms: [],
    cause: 'It is older than Apache Kafka 2.3, or imitates Kafka in part.',
    remedy: 'Do what you came for: a right that is missing is named when it is refused.',
  },
  'round-trip-failed': {
    layer: 'round trip',
    title: "A message doesn't come back",
    symptoms: ['kafkajs: The request timed out', 'Java: TimeoutException: Topic not present in metadata'],
    cause:
      'The temporary topic could not be made, written or read: a right, too few replicas in sync, or a full disk.',
    remedy: 'Read what the broker said to which request; the right that is missing is named.',
  },
  'topic-left-behind': {
    layer: 'round trip',
    title: 'The temporary topic of the round trip could not be deleted',
    symptoms: [],
    cause: 'The connection was lost before, or the identity may make topics and not delete them.',
    remedy: 'Do it by hand, with the command under it.',
  },
} as const satisfies Record<string, Problem>;
