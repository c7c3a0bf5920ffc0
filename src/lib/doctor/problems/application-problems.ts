import type { Problem } from '../model.js';

/** What can be wrong with the form of what applications are told. */
export const applicationProblems = {
  'servers-empty': {
    layer: 'applications',
    title: 'An application is told no bootstrap server at all',
    symptoms: [
      'Java: ConfigException: No resolvable bootstrap urls given in bootstrap.servers',
      'kafkajs: KafkaJSNonRetriableError: Failed to connect: expected brokers array and got nothing',
    ],
    cause: 'The variable is there and empty: a reference came to nothing when the manifest was rendered.',
    remedy: 'Write `host:port,host:port` into it.',
  },
  'servers-quoted': {
    layer: 'applications',
    title: 'Bootstrap servers have quotes in them',
    symptoms: [
      'Java: ConfigException: Invalid url in bootstrap.servers',
      'kafkajs: getaddrinfo ENOTFOUND "b-1',
    ],
    cause: 'Quotes of a .env file or of JSON became a part of the value.',
    remedy: 'Write the value without quotes.',
  },
  'servers-untidy': {
    layer: 'applications',
    title: 'Bootstrap servers have spaces, a line break or a comma too many',
    symptoms: ['kafkajs: getaddrinfo ENOTFOUND'],
    cause:
      '`echo` ends with a line break that base64 keeps. The Java client takes spaces away; others take them for a part of a name.',
    remedy: 'Write `host:port,host:port` and nothing else; use `printf` or `echo -n` before base64.',
  },
  'servers-comma-missing': {
    layer: 'applications',
    title: 'Bootstrap servers lack a comma between two addresses',
    symptoms: ['Java: ConfigException: Invalid url in bootstrap.servers', 'librdkafka: Failed to resolve'],
    cause: 'Two addresses were put together without a comma, or with a space or a semicolon.',
    remedy: 'Write a comma between each two.',
  },
  'servers-scheme': {
    layer: 'applications',
    title: 'Bootstrap servers begin with a scheme',
    symptoms: ['kafkajs: getaddrinfo ENOTFOUND kafka', 'librdkafka: Failed to resolve'],
    cause:
      'A bootstrap server is no URL. Java and librdkafka take `SASL_SSL://` in front; other schemes, and other clients, do not.',
    remedy: 'Leave everything up to `://` out.',
  },
  'servers-port-missing': {
    layer: 'applications',
    title: 'A bootstrap server has no port',
    symptoms: ['Java: ConfigException: Invalid url in bootstrap.servers'],
    cause: 'The client wants `host:port`, and only librdkafka takes 9092 where there is none.',
    remedy:
      'Write the port behind each host: on MSK 9098 for IAM, 9096 for SCRAM, 9094 for TLS, 9092 for plaintext.',
  },
  'servers-unreadable': {
    layer: 'applications',
    title: 'A bootstrap server is no host:port',
    symptoms: ['Java: ConfigException: Invalid url in bootstrap.servers'],
    cause: "The port is none, or the host has characters that a name can't have.",
    remedy: 'Write `host:port,host:port`.',
  },
  'servers-twice': {
    layer: 'applications',
    title: 'A bootstrap server is there twice',
    symptoms: [],
    cause: 'A list was copied together, and a broker that should be in it may be missing.',
    remedy: 'Name each broker once.',
  },
  'servers-local': {
    layer: 'applications',
    title: 'An application looks for Kafka in its own pod',
    symptoms: [
      'kafkajs: connect ECONNREFUSED 127.0.0.1:9092',
      'Java: Connection to node -1 (localhost/127.0.0.1:9092) could not be established',
    ],
    cause: "A default of development, `localhost:9092`, went along. In a pod that is the pod's own address.",
    remedy: "Write the brokers' addresses as `exops config view` shows them.",
  },
  'host-with-port': {
    layer: 'applications',
    title: 'A host has a port where the port is a setting of its own',
    symptoms: [
      'kafkajs: getaddrinfo ENOTFOUND b-1:9092',
      'Java: ConfigException: Invalid port in bootstrap.servers',
    ],
    cause: 'The application puts host and port together itself and gets `b-1:9092:9092`.',
    remedy: 'Write the host alone, and the port into the variable for it.',
  },
  'port-unreadable': {
    layer: 'applications',
    title: 'A port is no number',
    symptoms: ['Java: NumberFormatException: For input string'],
    cause:
      'The variable holds an address or a URL. A Service of the name `kafka` also gives pods a `KAFKA_PORT=tcp://…`.',
    remedy: 'Write the number alone; set `enableServiceLinks: false` where a Service gives the variable.',
  },
  'port-of-other-login': {
    layer: 'applications',
    title: 'An application has the port of another login than its own',
    symptoms: [
      'kafkajs: Closed connection',
      'Java: SaslAuthenticationException: Unexpected handshake request',
      'librdkafka: SSL handshake failed',
    ],
    cause: "Each of MSK's ports speaks one login only: 9092 plaintext, 9094 TLS, 9096 SCRAM, 9098 IAM.",
    remedy: 'Take the bootstrap string of the login: `exops msk brokers --auth iam`.',
  },
} as const satisfies Record<string, Problem>;
