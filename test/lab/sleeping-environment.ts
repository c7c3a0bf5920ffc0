import { randomBytes } from 'node:crypto';
import type { AwsLab } from './aws/aws-lab.js';
import { powerLab } from './aws/power-lab.js';
import { type Cluster, startCluster } from './kafka/cluster.js';
import { runWithInstance } from './kafka/instance-broker.js';
import type { KubernetesApi } from './kubernetes/api.js';
import { followNodegroup } from './kubernetes/nodegroup-nodes.js';
import { groupIsAlive } from './supervised-process.js';

export interface SleepingEnvironmentOptions {
  readonly aws: AwsLab;
  /** Where the node group's nodes are; it has none otherwise. */
  readonly kubernetes?: KubernetesApi;
  /** What all its names begin with; random when left out. */
  readonly prefix?: string;
  /** How long everything takes from one state to the next; as the lab was started when left out. */
  readonly transitionSeconds?: number;
}

/** An environment as `exops dev sleep` finds it, whose Kafka and whose nodes really go and come. */
export interface SleepingEnvironment {
  readonly instanceId: string;
  /** Where its Kafka is while the instance runs. */
  readonly kafka: Pick<Cluster, 'bootstrap' | 'clusterId'>;
  readonly nodegroup: { readonly cluster: string; readonly name: string };
  readonly database: string;
  readonly databaseCluster: string;
  readonly ecsService: { readonly cluster: string; readonly name: string };
  readonly autoScalingGroup: string;
  /** All of it, as the `sleep` list of `exops.yaml`. */
  readonly sleep: readonly object[];
  /** Names of the node group's nodes that are ready. */
  nodes(): Promise<readonly string[]>;
  /** True while its broker's process lives. */
  hasKafka(): boolean;
  /** Ends Kafka and takes the nodes away. What is in AWS stays, with names of its own. */
  stop(): Promise<void>;
}

/** Resolves when all of it is awake. */
export async function startSleepingEnvironment(
  options: SleepingEnvironmentOptions,
): Promise<SleepingEnvironment> {
  const { aws, kubernetes, prefix = `dev-${randomBytes(4).toString('hex')}` } = options;
  const kafka = await startCluster({ brokers: 1 });
  const ends: (() => Promise<void>)[] = [kafka.stop];
  // The last that was started ends first, and what fails keeps none of the others from ending.
  const stop = async (): Promise<void> => {
    const failures: unknown[] = [];
    for (const end of [...ends].reverse()) await end().catch((error: unknown) => failures.push(error));
    if (failures.length > 0) throw failures[0];
  };
  try {
    const [broker] = kafka.brokers;
    if (broker === undefined) throw new Error('No broker was started.');
    const resources = await createResources(aws, prefix, options.transitionSeconds);
    ends.push(runWithInstance(aws, resources.instanceId, broker).stop);
    const nodes =
      kubernetes === undefined ? undefined : await followNodegroup(aws, kubernetes, resources.nodegroup);
    if (nodes !== undefined) ends.push(nodes.stop);
    return {
      ...resources,
      kafka,
      sleep: sleepList(resources),
      nodes: async () => nodes?.ready() ?? [],
      hasKafka: () => groupIsAlive(broker.pid()),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Resources = Pick<
  SleepingEnvironment,
  'instanceId' | 'nodegroup' | 'database' | 'databaseCluster' | 'ecsService' | 'autoScalingGroup'
>;

async function createResources(
  aws: AwsLab,
  prefix: string,
  transitionSeconds: number | undefined,
): Promise<Resources> {
  const power = powerLab(aws);
  const timed = transitionSeconds === undefined ? {} : { transitionSeconds };
  const nodegroup = { cluster: `${prefix}-cluster`, name: `${prefix}-nodes` };
  const [database, databaseCluster] = [`${prefix}-mysql`, `${prefix}-aurora`];
  const ecsService = { cluster: `${prefix}-shop`, name: 'api' };
  const autoScalingGroup = `${prefix}-web`;
  // It is where Kafka listens.
  const privateAddress = '127.0.0.1';
  const instanceId = await aws.runInstance({ name: `${prefix}-kafka`, privateAddress, ...timed });
  await power.nodegroups.create({ ...nodegroup, ...timed });
  await power.databases.create({ name: database, ...timed });
  await power.clusters.create({ name: databaseCluster, ...timed });
  const member = { name: `${databaseCluster}-1`, engine: 'aurora-mysql', cluster: databaseCluster };
  await power.databases.create(member);
  await power.ecsServices.create({ ...ecsService, ...timed });
  await power.autoScalingGroups.create({ name: autoScalingGroup, ...timed });
  await aws.setInstanceState(instanceId, { state: 'running' });
  return { instanceId, nodegroup, database, databaseCluster, ecsService, autoScalingGroup };
}

const sleepList = (resources: Resources): readonly object[] => [
  { eksNodegroup: resources.nodegroup },
  { autoScalingGroup: resources.autoScalingGroup },
  { ecsService: resources.ecsService },
  { rdsInstance: resources.database },
  { rdsCluster: resources.databaseCluster },
  { ec2Instance: resources.instanceId },
];
