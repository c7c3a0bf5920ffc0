import type { Size } from '../../../src/lib/power/model.js';
import { formatRecord, recordTag } from '../../../src/lib/power/record.js';
import { leftLab } from '../../lab/aws/left-lab.js';
import { type PowerLab, powerLab } from '../../lab/aws/power-lab.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';
import { type OpenedAws, openLab, ownName } from '../aws/opened-aws.js';

/** An environment of its own in the lab's AWS: a node group, a database and a broker with all that is billed around it. */
export interface StatusEnvironment extends OpenedAws {
  readonly power: PowerLab;
  readonly cluster: string;
  readonly nodegroup: string;
  readonly database: string;
  readonly kafka: string;
  /** `ec2 i-0123456789abcdef0 (kafka-x1)` */
  readonly kafkaName: string;
  readonly nat: string;
  readonly balancer: string;
  readonly endpoint: string;
  /** Of the broker. */
  readonly subnetId: string;
  /** Puts all of it to sleep as exops does, by kim an hour ago. */
  sleep(): Promise<void>;
  /** Runs a command line there. */
  exops(line: string, options?: RunOptions): Promise<RunResult>;
}

/** Milliseconds. */
const hour = 3_600_000;

export async function statusEnvironment(more = ''): Promise<StatusEnvironment> {
  const opened = openLab();
  const { lab, aws } = opened;
  const [power, left] = [powerLab(lab), leftLab(lab)];
  const [cluster, nodegroup, database] = [ownName('dev'), ownName('spot'), ownName('mysql')];
  const [name, balancer] = [ownName('kafka'), ownName('web')];
  const { vpcId, subnetId } = await lab.createVpc();
  const [kafka, databaseArn, nodegroupArn, endpoint] = await Promise.all([
    lab.runInstance({
      ...{ name, subnetId, instanceType: 't3.large', transitionSeconds: 0 },
      volumes: [
        { sizeGib: 20, type: 'gp3' },
        { sizeGib: 80, type: 'gp3' },
      ],
    }),
    power.databases.create({ name: database, transitionSeconds: 0 }),
    power.nodegroups.create({ cluster, name: nodegroup, capacityType: 'SPOT', transitionSeconds: 0 }),
    left.createVpcEndpoint({ vpcId, subnetIds: [subnetId] }),
    left.createLoadBalancer({ name: balancer, subnetIds: [subnetId], type: 'network' }),
  ]);
  const [, allocationId] = await Promise.all([
    left.createAddress({ address: ownAddress(), instanceId: kafka }),
    left.createAddress({ address: ownAddress() }),
  ]);
  const nat = await left.createNatGateway({ subnetId, allocationId });
  const cwd = await folderWith({
    'exops.yaml': `version: 1
environments:
  dev:
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    sleep:
      - eksNodegroup: { cluster: ${cluster}, name: ${nodegroup} }
      - rdsInstance: ${database}
      - ec2Instance: ${kafka}
${more}`,
  });
  const record = (size?: Size) => formatRecord({ size, by: 'kim', at: Date.now() - hour });
  return {
    ...opened,
    ...{ power, cluster, nodegroup, database, kafka, nat, balancer, endpoint, subnetId },
    kafkaName: `ec2 ${kafka} (${name})`,
    async sleep() {
      await Promise.all([
        aws.eks.setTag(nodegroupArn, recordTag, record({ desired: 2, min: 1, max: 4 })),
        aws.rds.setTag(databaseArn, recordTag, record()),
        aws.ec2.setTag(kafka, recordTag, record()),
      ]);
      await Promise.all([
        aws.eks.scale(cluster, nodegroup, { min: 0, desired: 0 }),
        aws.rds.stopDatabase(database),
        aws.ec2.stop(kafka),
      ]);
    },
    exops: (line, options = {}) => run(line, { cwd, ...options, env: { ...lab.env, ...options.env } }),
  };
}

/** Addresses are everybody's in the lab, too. */
function ownAddress(): string {
  const part = () => 1 + Math.floor(Math.random() * 250);
  return `52.${part()}.${part()}.${part()}`;
}
