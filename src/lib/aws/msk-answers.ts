import type {
  Cluster,
  GetBootstrapBrokersResponse,
  NodeInfo,
  Provisioned,
  Serverless,
} from '@aws-sdk/client-kafka';
import {
  type BootstrapString,
  type MskAuth,
  type MskBroker,
  type MskCluster,
  mskAuths,
} from './contract/msk.js';

/** A cluster as MSK answers it; undefined when that isn't one, or of a kind that we don't know. */
export function mskClusterOf(answered: Cluster): MskCluster | undefined {
  const { ClusterArn: arn, ClusterName: name, State: state, Provisioned, Serverless, StateInfo } = answered;
  const kind = kindOf(answered);
  if (!arn || !name || !state || kind === undefined) return undefined;
  return {
    ...{ arn, name, kind, state },
    stateMessage: StateInfo?.Message || StateInfo?.Code || undefined,
    createdAt: answered.CreationTime?.getTime(),
    ...(kind === 'serverless' ? serverlessFacts(Serverless) : provisionedFacts(Provisioned)),
    tags: new Map(Object.entries(answered.Tags ?? {})),
  };
}

function kindOf({ ClusterType, Provisioned, Serverless }: Cluster): MskCluster['kind'] | undefined {
  if (ClusterType === 'PROVISIONED' || ClusterType === 'SERVERLESS')
    return ClusterType === 'SERVERLESS' ? 'serverless' : 'provisioned';
  if (ClusterType !== undefined) return undefined;
  if (Serverless !== undefined) return 'serverless';
  return Provisioned === undefined ? undefined : 'provisioned';
}

type KindFacts = Omit<MskCluster, 'arn' | 'name' | 'kind' | 'state' | 'stateMessage' | 'createdAt' | 'tags'>;

function provisionedFacts(answered: Provisioned | undefined): KindFacts {
  const group = answered?.BrokerNodeGroupInfo;
  return {
    kafkaVersion: answered?.CurrentBrokerSoftwareInfo?.KafkaVersion || undefined,
    brokerCount: answered?.NumberOfBrokerNodes,
    instanceType: group?.InstanceType || undefined,
    storageGib: group?.StorageInfo?.EbsStorageInfo?.VolumeSize,
    subnetIds: group?.ClientSubnets ?? [],
    securityGroupIds: group?.SecurityGroups ?? [],
    auths: answered === undefined ? [] : authsOf(answered),
  };
}

function serverlessFacts(answered: Serverless | undefined): KindFacts {
  const networks = answered?.VpcConfigs ?? [];
  const each = (ids: readonly (readonly string[] | undefined)[]) => [
    ...new Set(ids.flatMap((some = []) => some)),
  ];
  return {
    ...{ kafkaVersion: undefined, brokerCount: undefined, instanceType: undefined, storageGib: undefined },
    subnetIds: each(networks.map(({ SubnetIds }) => SubnetIds)),
    securityGroupIds: each(networks.map(({ SecurityGroupIds }) => SecurityGroupIds)),
    // It has no other: https://docs.aws.amazon.com/msk/latest/developerguide/serverless.html
    auths: answered?.ClientAuthentication?.Sasl?.Iam?.Enabled === false ? [] : ['iam'],
  };
}

/**
 * Clients that nobody authenticates are let in unless that is turned off, or, where it isn't told, another way is turned on.
 * They come by TLS, unless it is told otherwise: https://docs.aws.amazon.com/msk/1.0/apireference/clusters.html
 */
function authsOf({ ClientAuthentication, EncryptionInfo }: Provisioned): readonly MskAuth[] {
  const { Sasl, Tls, Unauthenticated } = ClientAuthentication ?? {};
  const isOn = (one: { readonly Enabled?: boolean | undefined } | undefined) => one?.Enabled === true;
  const isAuthenticated = isOn(Sasl?.Iam) || isOn(Sasl?.Scram) || isOn(Tls);
  const isOpen = Unauthenticated?.Enabled ?? !isAuthenticated;
  const encryption = EncryptionInfo?.EncryptionInTransit?.ClientBroker ?? 'TLS';
  const has: Readonly<Record<MskAuth, boolean>> = {
    iam: isOn(Sasl?.Iam),
    scram: isOn(Sasl?.Scram),
    tls: encryption !== 'PLAINTEXT' && (isOn(Tls) || isOpen),
    plaintext: encryption !== 'TLS' && isOpen,
  };
  return mskAuths.filter((auth) => has[auth]);
}

/** The addresses that there are, in the order of the table of MSK's documentation. */
export function bootstrapStringsOf(answered: GetBootstrapBrokersResponse): readonly BootstrapString[] {
  const strings: readonly (readonly [string | undefined, MskAuth, BootstrapString['access']])[] = [
    [answered.BootstrapBrokerStringSaslIam, 'iam', 'private'],
    [answered.BootstrapBrokerStringSaslScram, 'scram', 'private'],
    [answered.BootstrapBrokerStringTls, 'tls', 'private'],
    [answered.BootstrapBrokerString, 'plaintext', 'private'],
    [answered.BootstrapBrokerStringPublicSaslIam, 'iam', 'public'],
    [answered.BootstrapBrokerStringPublicSaslScram, 'scram', 'public'],
    [answered.BootstrapBrokerStringPublicTls, 'tls', 'public'],
    [answered.BootstrapBrokerStringVpcConnectivitySaslIam, 'iam', 'vpc'],
    [answered.BootstrapBrokerStringVpcConnectivitySaslScram, 'scram', 'vpc'],
    [answered.BootstrapBrokerStringVpcConnectivityTls, 'tls', 'vpc'],
  ];
  return strings.flatMap(([brokers, auth, access]) => (brokers ? [{ auth, access, brokers }] : []));
}

/** A node as MSK answers it; undefined when it is no broker. */
export function mskBrokerOf({ BrokerNodeInfo, InstanceType }: NodeInfo): MskBroker | undefined {
  const id = BrokerNodeInfo?.BrokerId;
  if (BrokerNodeInfo === undefined || id === undefined) return undefined;
  return {
    id,
    endpoints: BrokerNodeInfo.Endpoints ?? [],
    privateAddress: BrokerNodeInfo.ClientVpcIpAddress || undefined,
    instanceType: InstanceType || undefined,
    networkInterfaceId: BrokerNodeInfo.AttachedENIId || undefined,
    subnetId: BrokerNodeInfo.ClientSubnet || undefined,
  };
}
