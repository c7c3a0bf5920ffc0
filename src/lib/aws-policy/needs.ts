import type { Sid } from './purposes.js';

/** Parts of an environment whose references are resolved. */
export type Part =
  | 'hosts'
  | 'way to brokers'
  | 'brokers'
  | 'cluster'
  | 'topics'
  | 'kubernetes namespace'
  | 'kubernetes'
  | 'secrets'
  | 'sleep'
  /** All that may be shown. */
  | 'shown';

/** The hosts that a command is about: any of them, or those on the way to the brokers. */
export type HostChoice = 'hosts' | 'way to brokers';

export interface CommandNeeds {
  readonly resolves: readonly Part[];
  readonly enters?: HostChoice;
  /** Beside resolving references. */
  readonly does: readonly Sid[];
}

const enter: readonly Sid[] = [
  'FindHosts',
  'FindEndpoints',
  'OpenTunnels',
  'StartSshSessions',
  'ReadHostKeys',
  'ReadHostKeysAsRoot',
  'PushSshKeys',
];
const nothing: CommandNeeds = { resolves: [], does: [] };
const onHosts: CommandNeeds = { resolves: ['hosts'], enters: 'hosts', does: enter };
const onHostsByBrokers: CommandNeeds = { ...onHosts, resolves: ['hosts', 'brokers'] };
const onCluster: CommandNeeds = {
  resolves: ['cluster', 'topics', 'way to brokers'],
  enters: 'way to brokers',
  does: [...enter, 'LogInToKafka', 'ReadTopics'],
};
const onGroups: CommandNeeds = { ...onCluster, does: [...onCluster.does, 'ReadGroups'] };
const onMessages: CommandNeeds = {
  resolves: ['cluster', 'way to brokers'],
  enters: 'way to brokers',
  does: [...enter, 'LogInToKafka'],
};
const readSleepers: readonly Sid[] = ['ReadSleepers', 'ReadSchedules'];
const onSleepers: CommandNeeds = { resolves: ['sleep', 'brokers', 'kubernetes'], does: readSleepers };
const onBill: CommandNeeds = {
  ...onSleepers,
  does: [...readSleepers, 'ReadWhatIsBilled', 'ReadWhatNeverSleeps', 'ReadPrices'],
};
/** Kafka is looked at, too. */
const onSleepersAndKafka: CommandNeeds = {
  resolves: ['sleep', 'brokers', 'kubernetes', 'cluster', 'way to brokers'],
  enters: 'way to brokers',
  does: [...readSleepers, ...enter, 'Resize', 'LogInToKafka', 'ReadGroups'],
};

/** Of the file, or any that is named on the command line. */
function onMskCluster(...more: readonly Sid[]): CommandNeeds {
  return { resolves: ['brokers'], does: ['ListMskClusters', 'ReadMskClusters', ...more] };
}

/** What each command needs. What `kafka-topics` needs, all of Kafka's tools do. */
export const needsOfCommands: Readonly<Record<string, CommandNeeds>> = {
  'topics list': onCluster,
  'topics describe': onCluster,
  'topics diff': onCluster,
  'topics sync': { ...onCluster, does: [...onCluster.does, 'ChangeTopics'] },
  'topics export': onCluster,
  'topics import': nothing,
  'groups list': onGroups,
  'groups describe': onGroups,
  'groups lag': onGroups,
  'groups reset': { ...onGroups, does: [...onGroups.does, 'ChangeGroups'] },
  'groups delete': { ...onGroups, does: [...onGroups.does, 'DeleteGroups'] },
  'messages peek': { ...onMessages, does: [...onMessages.does, 'ReadMessages'] },
  'messages produce': { ...onMessages, does: [...onMessages.does, 'WriteMessages'] },
  'cluster info': onCluster,
  'cluster health': onCluster,
  'cluster check': {
    ...onMessages,
    does: [
      ...onMessages.does,
      ...(['ReadTopics', 'MakeTemporaryTopics', 'ReadMessages', 'WriteMessages', 'DeleteGroups'] as const),
    ],
  },
  'topics create': { ...onCluster, does: [...onCluster.does, 'ChangeTopics'] },
  'topics alter': { ...onCluster, does: [...onCluster.does, 'ChangeTopics'] },
  'topics delete': { ...onCluster, does: [...onCluster.does, 'ChangeTopics'] },
  'topics trim': { ...onCluster, does: [...onCluster.does, 'ChangeTopics'] },
  'topics move': { ...onCluster, does: [...onCluster.does, 'ChangeTopics'] },
  connect: onHosts,
  'ssh-config': nothing,
  'host status': onHosts,
  'host logs': onHosts,
  'host restart': onHostsByBrokers,
  'host redeploy': onHostsByBrokers,
  'host pin': { ...onHosts, does: [...enter, 'PinHostKeys'] },
  'host forget': { ...onHosts, does: ['FindHosts'] },
  rpk: onHosts,
  'kafka-topics': onHostsByBrokers,
  'k8s patch-bootstrap': {
    resolves: ['kubernetes', 'brokers', 'cluster', 'way to brokers'],
    enters: 'way to brokers',
    does: [...enter, 'LogInToKafka'],
  },
  'k8s sync-secrets': { resolves: ['kubernetes', 'secrets'], does: [] },
  'k8s status': { resolves: ['kubernetes', 'brokers'], does: [] },
  'k8s rbac': { resolves: ['kubernetes namespace'], does: [] },
  'msk list': { resolves: [], does: ['ListMskClusters'] },
  'msk describe': onMskCluster('ReadMskNodes', 'ReadMskPolicies'),
  'msk brokers': onMskCluster(),
  'msk policy': onMskCluster('ReadMskPolicies'),
  doctor: {
    resolves: ['shown', 'sleep', 'secrets', 'way to brokers'],
    enters: 'hosts',
    does: [
      ...enter,
      ...(['ReadMskClusters', 'ReadMskNodes', 'ReadNetwork', 'OpenPorts', 'ReadSleepers'] as const),
      'ReadCaches',
      ...(['LogInToKafka', 'ReadTopics', 'ReadGroups'] as const),
    ],
  },
  'dev sleep': {
    ...onSleepersAndKafka,
    does: [
      ...onSleepersAndKafka.does,
      ...(['RecordSizes', 'Stop', 'ReadWhatNeverSleeps', 'ReadPricesBeforeSleep'] as const),
    ],
  },
  'dev wake': { ...onSleepersAndKafka, does: [...onSleepersAndKafka.does, 'ForgetSizes', 'Start'] },
  'dev status': onBill,
  'dev cost': onBill,
  'dev schedule show': { resolves: [], does: ['ReadSchedules'] },
  'dev schedule set': { ...onSleepers, does: [...readSleepers, 'WriteSchedules', 'DeleteSchedules'] },
  'dev schedule remove': { ...onSleepers, does: [...readSleepers, 'DeleteSchedules'] },
  'dev schedule policy': onSleepers,
  'dev leftovers': { resolves: [], does: ['ReadLeftovers', 'DeleteLeftovers'] },
  'aws policy': {
    resolves: ['hosts', 'sleep'],
    enters: 'hosts',
    does: ['FindHosts', 'FindEndpoints', 'FindMskCluster'],
  },
  'config view': { resolves: ['shown'], does: [] },
  'config validate': nothing,
  completion: nothing,
};
