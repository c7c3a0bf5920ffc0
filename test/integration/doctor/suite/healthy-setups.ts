import { floor } from './floor.js';
import { through } from './host-setups.js';
import { authOf } from './listener-setups.js';
import { mskByName } from './msk-setups.js';
import type { HealthySetup } from './setup.js';

/** Environments with which nothing is wrong. */
export const healthySetups: readonly HealthySetup[] = [
  {
    what: 'plaintext, direct, without any file',
    looksAt: ['configuration', 'tcp', 'protocol', 'versions', 'metadata', 'rights'],
    build: async ({ kafka }) => ({ args: `--brokers ${kafka.bootstrap}` }),
  },
  {
    what: 'plaintext, with a round trip',
    looksAt: ['metadata', 'rights', 'round trip'],
    build: async ({ kafka }) => ({
      environment: { cluster: { brokers: [kafka.bootstrap], clusterId: kafka.clusterId } },
      args: '--round-trip',
    }),
  },
  {
    what: 'IAM by the name of the MSK cluster',
    looksAt: ['credentials', 'account', 'cluster', 'tcp', 'tls', 'protocol', 'login', 'metadata', 'rights'],
    build: async (place) => mskByName(place),
  },
  {
    what: 'SCRAM',
    looksAt: ['tls', 'login'],
    build: async (place) => {
      const msk = await place.msk();
      const cluster = { brokers: [msk.listeners.scram], auth: authOf('scram', msk) };
      return { environment: { cluster }, env: { EXOPS_DOCTORS_PASSWORD: 'ops-secret' } };
    },
  },
  {
    what: 'TLS with a client certificate',
    looksAt: ['tls', 'login'],
    build: async (place) => {
      const { listeners, pki } = await place.msk();
      const { cert: certificate, key } = pki.client;
      const auth = { mechanism: 'tls', ca: pki.ca, certificate, key };
      return { environment: { cluster: { brokers: [listeners.tls], auth } } };
    },
  },
  {
    what: 'through a bastion',
    looksAt: ['instance', 'ssh', 'tcp', 'metadata'],
    build: async (place) => {
      const { instanceId: instance, user, port } = await place.host();
      return { environment: through(place, { instance, user, port }) };
    },
  },
  {
    what: 'with Kubernetes',
    looksAt: ['kubernetes', 'secret', 'pods', 'applications'],
    build: async (place) => (await floor(place)).scene(),
  },
  {
    what: 'Redpanda',
    looksAt: ['protocol', 'metadata'],
    build: async ({ kafka }) => ({
      environment: { cluster: { kind: 'redpanda', brokers: [kafka.bootstrap] } },
    }),
  },
];
