import { setTimeout as sleep } from 'node:timers/promises';
// Node doesn't see all of what it exports by name.
import kafkajs, { type Admin } from 'kafkajs';
import { closedPort } from '../../../lab/faulty-listeners.js';
import { startBroker } from '../../../lab/kafka/broker.js';
import { probeMetadata } from '../../../lab/kafka/metadata-probe.js';
import { type StartedMsk, startMsk } from '../../../lab/kafka/msk.js';
import { freePort } from '../../../lab/ports.js';
import { through } from './host-setups.js';
import type { Place } from './place.js';
import type { Coverages } from './setup.js';

const { Kafka, logLevel } = kafkajs;

/** Two brokers with a topic on both and one on the second alone, which is then killed. */
const halfDown = (place: Place): Promise<StartedMsk> =>
  place.shared('half down', async () => {
    const properties = { 'broker.session.timeout.ms': '2000', 'broker.heartbeat.interval.ms': '500' };
    const cluster = await startMsk({ brokers: 2, properties });
    const [first, second] = cluster.brokers;
    const [one = 0, two = 0] = cluster.brokers.map(({ id }) => id);
    const brokers = [first?.listeners.plaintext ?? ''];
    const admin = new Kafka({ brokers, connectionTimeout: 20_000, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const on = (topic: string, ...replicas: readonly number[]) => ({
      topic,
      replicaAssignment: [{ partition: 0, replicas: [...replicas] }],
    });
    await admin.createTopics({
      topics: [on('on-both', one, two), on('on-second', two)],
      // A broker that doesn't know them yet makes kafkajs give up.
      waitForLeaders: false,
    });
    for (let tries = 0; tries < 200 && !(await haveLeaders(admin)); tries++) await sleep(100);
    await admin.disconnect();
    await second?.kill();
    // Until the controller has missed its heartbeats it is in the metadata.
    const port = Number(first?.listeners.plaintext.split(':')[1]);
    const isStill = async () => (await probeMetadata(port)).brokerIds.length > 1;
    for (let tries = 0; tries < 200 && (await isStill()); tries++) await sleep(100);
    return cluster;
  });

async function haveLeaders(admin: Admin): Promise<boolean> {
  try {
    const { topics } = await admin.fetchTopicMetadata({ topics: ['on-both', 'on-second'] });
    return topics.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0));
  } catch {
    return false;
  }
}

/** Names, ports, and what the cluster says of itself. */
export const clusterSetups = {
  'name-unknown': [
    {
      what: 'name unknown',
      build: async () => ({
        args: '--brokers kafka-1.exops-lab.invalid:9092',
        saw: 'kafka-1.exops-lab.invalid: no such name here (',
      }),
    },
    {
      what: 'a name that the host on the way does not know',
      build: async (place) => {
        const { instanceId: instance, user, port } = await place.host();
        const brokers = ['kafka-1.exops-lab.invalid:9092'];
        return {
          environment: through(place, { instance, user, port }, { brokers }),
          saw: `kafka-1.exops-lab.invalid: no such name on way (${instance}) (`,
        };
      },
    },
  ],
  'port-refused': [
    {
      what: 'nothing listens',
      build: async (place) => {
        const { bootstrap } = await place.started(closedPort());
        return {
          args: `--brokers ${bootstrap}`,
          saw: `${bootstrap}: refused, nothing listens there`,
          next: ['Look whether the broker runs, and on this port.'],
        };
      },
    },
  ],
  'not-forwarded': [
    {
      what: 'a host that forwards to one of two brokers',
      build: async (place) => {
        const {
          instanceId: instance,
          user,
          port,
        } = await place.host({
          extraConfig: [`PermitOpen ${place.kafka.bootstrap}`],
        });
        const brokers = [place.kafka.bootstrap, '127.0.0.1:1'];
        return { environment: through(place, { instance, user, port }, { brokers }) };
      },
    },
  ],
  'brokers-down': [
    {
      what: 'half the brokers down',
      also: ['partitions-offline', 'replicas-behind'],
      build: async (place) => {
        const { listeners, brokers } = await halfDown(place);
        return {
          environment: { cluster: { brokers: listeners.plaintext } },
          saw: `${brokers[1]?.listeners.plaintext}: refused, nothing listens there`,
          next: ['1 broker down while others answer: look whether they run.'],
        };
      },
    },
  ],
  'partitions-offline': [
    {
      what: 'a topic without a leader',
      exitCode: 0,
      also: ['replicas-behind'],
      build: async (place) => {
        const { brokers } = await halfDown(place);
        return {
          args: `--brokers ${brokers[0]?.listeners.plaintext}`,
          saw: '1 partition without a leader: on-second:0',
        };
      },
    },
  ],
  'replicas-behind': [
    {
      what: 'a replica that is out of sync',
      exitCode: 0,
      also: ['partitions-offline'],
      build: async (place) => {
        const { brokers } = await halfDown(place);
        return {
          args: `--brokers ${brokers[0]?.listeners.plaintext}`,
          saw: '1 partition with replicas out of sync: on-both:0',
        };
      },
    },
  ],
  'other-cluster': [
    {
      what: 'wrong cluster id',
      build: async ({ kafka }) => ({
        environment: { cluster: { brokers: [kafka.bootstrap], clusterId: 'another-cluster' } },
        saw: `the cluster's id is ${kafka.clusterId}, and exops.yaml has another-cluster`,
        next: ['Nothing more is asked of it. Put right the address, or cluster.clusterId in exops.yaml.'],
      }),
    },
  ],
  'advertised-localhost': [
    {
      what: 'localhost advertised',
      build: async ({ kafka }) => ({
        // This machine by an address that isn't loopback's own.
        args: `--brokers 0.0.0.0:${kafka.port}`,
        saw: `the brokers send their clients to ${kafka.bootstrap}, which is this machine itself`,
        next: [
          'Set advertised.listeners in their server.properties to what clients can reach, and restart them.',
        ],
      }),
    },
  ],
  'advertised-unreachable': [
    {
      what: 'advertised address unreachable',
      build: async (place) => {
        const advertised = `127.0.0.1:${await freePort()}`;
        const { bootstrap } = await place.started(startBroker({ advertised }));
        return {
          args: `--brokers ${bootstrap}`,
          saw: `advertised, and not reached from this machine: ${advertised} (`,
        };
      },
    },
    {
      what: 'a private name advertised',
      build: async (place) => {
        const advertised = 'kafka-1.exops-lab.invalid:9092';
        const { bootstrap } = await place.started(startBroker({ advertised }));
        return {
          args: `--brokers ${bootstrap}`,
          saw: `advertised, and not reached from this machine: ${advertised} (`,
          next: [
            'Clients connect to what the brokers advertise. Are those brokers running, and are these addresses right?',
            'Where they are private, go through a host there.',
            'With the flag, and the id of a host there:',
            '--via i-0123456789abcdef0',
          ],
        };
      },
    },
  ],
} as const satisfies Coverages;
