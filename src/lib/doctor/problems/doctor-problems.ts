import type { Problem } from '../model.js';

/** What can be wrong before anything is reached, and what any step may run into. */
export const doctorProblems = {
  'no-answer': {
    layer: 'any',
    title: 'Nothing comes back',
    symptoms: [
      'kafkajs: Connection timeout',
      'Java: TimeoutException: Timed out waiting for a node assignment.',
      'librdkafka: Connection setup timed out in state CONNECT',
    ],
    cause:
      'What was asked took longer than its few seconds: a firewall that drops, a machine that is overloaded, or a network that is slow.',
    remedy:
      'Read which layer it is and what was asked there. Where answers are only slow, wait longer for each with `--timeout 30s`.',
  },
  'step-failed': {
    layer: 'any',
    title: "A layer can't be looked at",
    symptoms: [],
    cause: 'Something stood in the way of looking, and the message says what in the words of the system.',
    remedy: 'Do what the lines under it say. With `--verbose` every request is shown.',
  },
  'no-target': {
    layer: 'configuration',
    title: "It isn't clear which environment is meant",
    symptoms: [],
    cause:
      'There is no exops.yaml here or in a folder above, or it has several environments and none is named.',
    remedy:
      'Name the environment with `--env NAME`, the file with `--config FILE`, or a cluster without any file with `--brokers HOST:PORT`.',
  },
  'flag-unusable': {
    layer: 'configuration',
    title: "A flag or a variable can't be used",
    symptoms: [],
    cause:
      'It is empty, is none of the words that are allowed, or wants another one beside it, as a login wants its password.',
    remedy:
      'Give what the line names. A password comes from the variable `EXOPS_PASSWORD`, never from a flag.',
  },
  'file-invalid': {
    layer: 'configuration',
    title: "exops.yaml can't be used as it is",
    symptoms: [],
    cause: 'A key is misspelled, a value has another type than is wanted, or the file is no YAML.',
    remedy: 'Each line names a place in the file. `exops config validate` checks all of its environments.',
  },
  'nothing-to-examine': {
    layer: 'configuration',
    title: 'The environment names nothing that could be reached',
    symptoms: [],
    cause: 'It has no cluster, no hosts and no Kubernetes.',
    remedy: 'Write `cluster:`, `hosts:` or `kubernetes:` into it; docs/configuration.md shows each.',
  },
  'reference-missing': {
    layer: 'settings',
    title: "What a setting refers to isn't there",
    symptoms: [],
    cause:
      "A reference in exops.yaml has no value: a variable that isn't set, or a parameter, secret or export of another name, account or region.",
    remedy:
      'Set the variable, or write the name that AWS has, and look at the account and region two lines above. `exops config view` shows what every setting comes to.',
  },
  'setting-unusable': {
    layer: 'settings',
    title: "A setting came to something that can't be used",
    symptoms: ['librdkafka: Failed to resolve', 'Java: ConfigException: Invalid url in bootstrap.servers'],
    cause:
      "What a reference led to isn't of the form that is wanted, as brokers without a port, or a file that is named isn't there or no certificate.",
    remedy: 'Put right what the reference leads to. `exops config view` shows what every setting comes to.',
  },
} as const satisfies Record<string, Problem>;
