import { awsBlock, type Place } from './place.js';
import type { Coverages } from './setup.js';

const direct = ({ kafka }: Place) => ({ brokers: [kafka.bootstrap] });

/** Files with mistakes, and references that lead nowhere. */
export const configurationSetups = {
  'no-target': [
    { what: 'no exops.yaml anywhere', exitCode: 2, build: async () => ({ saw: 'exops.yaml' }) },
    {
      what: 'two environments and none named',
      exitCode: 2,
      build: async () => ({
        yaml: 'version: 1\nenvironments:\n  dev: { cluster: { brokers: "a:9092" } }\n  live: { cluster: { brokers: "b:9092" } }\n',
        saw: 'exops.yaml has 2 environments and none is named.',
      }),
    },
  ],
  'flag-unusable': [
    {
      what: 'a login by password without the password',
      exitCode: 2,
      build: async () => ({
        args: '--brokers kafka-1.example:9096 --auth scram --username ops',
        saw: 'EXOPS_PASSWORD',
      }),
    },
  ],
  'file-invalid': [
    {
      what: 'exops.yaml with a typo',
      exitCode: 2,
      build: async () => ({
        yaml: 'version: 1\nenvironments:\n  dev:\n    clutser: { brokers: "a:9092" }\n',
        saw: 'exops.yaml:4:5 unknown key "clutser" (did you mean "cluster"?)',
        next: ['exops config validate'],
      }),
    },
    {
      what: 'a missing comma in the brokers of exops.yaml',
      exitCode: 2,
      build: async () => ({
        environment: { cluster: { brokers: 'kafka-1.example:9092 kafka-2.example:9092' } },
        saw: /kafka-1\.example:9092 kafka-2\.example:9092/,
      }),
    },
  ],
  'nothing-to-examine': [
    {
      what: 'an environment with an account alone',
      exitCode: 2,
      build: async () => ({
        environment: { aws: awsBlock },
        saw: 'dev of exops.yaml has no cluster, no hosts and no Kubernetes',
        next: [
          'Write cluster: { brokers: [host:port] } into it, then see what it comes to:',
          'exops config view',
        ],
      }),
    },
  ],
  'reference-missing': [
    {
      what: 'a variable that is not set',
      exitCode: 2,
      build: async () => ({
        environment: { cluster: { brokers: `\${env:DOCTORS_BROKERS}` } },
        saw: 'DOCTORS_BROKERS',
        next: ['exops config view'],
      }),
    },
    {
      what: 'an export that nobody made',
      exitCode: 2,
      build: async ({ named }) => {
        const name = named('no-such-export');
        return {
          environment: { aws: awsBlock, cluster: { brokers: `\${cfn:${name}}` } },
          saw: name,
          next: ['exops config view'],
        };
      },
    },
  ],
  'setting-unusable': [
    {
      what: 'an export that holds brokers without a comma between',
      exitCode: 2,
      build: async ({ aws, named }) => {
        const name = named('brokers');
        await aws.putExports(name, { [name]: 'kafka-1.example:9092kafka-2.example:9092' });
        return {
          environment: { aws: awsBlock, cluster: { brokers: `\${cfn:${name}}` } },
          saw: /cluster|brokers/,
          next: ['exops config view'],
        };
      },
    },
    {
      what: 'an authority whose file is not there',
      exitCode: 2,
      build: async (place) => ({
        environment: { cluster: { ...direct(place), auth: { mechanism: 'tls', ca: 'ca.pem' } } },
        saw: 'ca.pem',
        next: ['exops config view'],
      }),
    },
  ],
  'step-failed': { notInTheLab: 'it is for what no other entry fits' },
} as const satisfies Coverages;
