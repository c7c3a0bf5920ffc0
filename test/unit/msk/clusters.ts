import type { BootstrapString, MskCluster } from '../../../src/lib/aws/contract/msk.js';
import type { MskOfRegion } from '../../../src/lib/msk/choose-cluster.js';
import { type ClusterArn, parseClusterArn } from '../../../src/lib/msk/cluster-arn.js';

export const arnOf = (name: string, uuid = '0f5c8f2e-1111-2222-3333-444455556666-1') =>
  `arn:aws:kafka:ap-northeast-2:123456789012:cluster/${name}/${uuid}`;

export function parsed(arn: string): ClusterArn {
  const parts = parseClusterArn(arn);
  if (parts === undefined) throw new TypeError(`no ARN: ${arn}`);
  return parts;
}

/** A provisioned one, ACTIVE, with IAM and SCRAM. */
export function mskCluster(input: Partial<MskCluster> = {}): MskCluster {
  const { name = 'liquibook-msk' } = input;
  return {
    ...{ arn: arnOf(name), name, kind: 'provisioned', state: 'ACTIVE', stateMessage: undefined },
    ...{ createdAt: undefined, kafkaVersion: '3.8.x', brokerCount: 3, instanceType: 'kafka.m7g.large' },
    ...{ storageGib: 100, subnetIds: [], securityGroupIds: [], auths: ['iam', 'scram'], tags: new Map() },
    ...input,
  };
}

export const strings: readonly BootstrapString[] = [
  { auth: 'iam', access: 'private', brokers: 'b-1.x.kafka.ap-northeast-2.amazonaws.com:9098' },
  { auth: 'scram', access: 'private', brokers: 'b-1.x.kafka.ap-northeast-2.amazonaws.com:9096' },
  { auth: 'iam', access: 'public', brokers: 'b-1-public.x.kafka.ap-northeast-2.amazonaws.com:9198' },
];

/** MSK of Seoul with these clusters, and what it was asked, in order. */
export function mskWith(
  clusters: readonly MskCluster[],
  bootstrap: () => Promise<readonly BootstrapString[]> = async () => strings,
): MskOfRegion & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    region: 'ap-northeast-2',
    msk: {
      async clusters(name) {
        asked.push(`clusters ${name ?? ''}`.trim());
        return clusters.filter((one) => name === undefined || one.name === name);
      },
      async describe(arn) {
        asked.push('describe');
        return clusters.find((one) => one.arn === arn);
      },
      async bootstrapBrokers() {
        asked.push('bootstrap');
        return bootstrap();
      },
    },
  };
}
