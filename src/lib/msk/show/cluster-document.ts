import type { BootstrapString, MskBroker, MskCluster } from '../../aws/contract/msk.js';
import { flavourOf } from '../flavour.js';
import { meaningOf } from '../states.js';

/** The documented shape of `msk list` and `msk describe` with `-o json` and `-o yaml`. */
export const mskSchema = 'exops.msk/v1';

/** A cluster for programs; what isn't known is null. */
export function clusterDocument(cluster: MskCluster) {
  const { name, arn, kind, state, stateMessage, createdAt } = cluster;
  const { kafkaVersion, brokerCount, instanceType, storageGib, auths } = cluster;
  const { clients } = meaningOf(state);
  return {
    ...{ name, arn, kind, brokerType: flavourOf(cluster) },
    ...{ state, stateMessage: stateMessage ?? null },
    clientsCanConnect: clients === 'unknown' ? null : clients === 'can connect',
    createdAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
    kafkaVersion: kafkaVersion ?? null,
    brokers: brokerCount ?? null,
    instanceType: instanceType ?? null,
    storageGib: storageGib ?? null,
    auths,
    subnets: cluster.subnetIds,
    securityGroups: cluster.securityGroupIds,
    tags: Object.fromEntries(cluster.tags),
  };
}

export function bootstrapDocument({ auth, access, brokers }: BootstrapString) {
  return { auth, access, brokers: brokers.split(','), string: brokers };
}

export function brokerDocument(broker: MskBroker) {
  const { id, endpoints, privateAddress, instanceType, networkInterfaceId, subnetId } = broker;
  return {
    ...{ id, endpoints },
    privateAddress: privateAddress ?? null,
    instanceType: instanceType ?? null,
    networkInterface: networkInterfaceId ?? null,
    subnet: subnetId ?? null,
  };
}
