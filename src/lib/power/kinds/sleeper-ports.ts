import type { Aws } from '../../aws/aws.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import type { SleeperPorts } from '../find-sleepers.js';
import type { SleeperPort } from '../model.js';
import { asgPort } from './asg.js';
import { clusterNodes } from './cluster-nodes.js';
import { ec2Port } from './ec2.js';
import { ecsPort } from './ecs.js';
import { nodegroupPort } from './nodegroup.js';
import { rdsPort } from './rds.js';
import { rdsClusterPort } from './rds-cluster.js';
import { workloadPort } from './workload.js';

export interface SleeperPortsDeps {
  readonly aws: Pick<Aws, 'region' | 'ec2' | 'rds' | 'eks' | 'autoScaling' | 'ecs'>;
  /** Undefined when the environment has none: then no workloads are found, and nodes aren't looked at. */
  readonly kubernetes: Pick<Kubernetes, 'context' | 'nodes' | 'workloads' | 'pods'> | undefined;
  /** Told what could not be looked at and why, printable; each once. */
  notice?(text: string): void;
}

/** Everything exops does with what can sleep, by kind. What they learn on the way they keep: make them once a command. */
export function sleeperPorts({ aws, kubernetes, notice }: SleeperPortsDeps): SleeperPorts {
  const nodes = clusterNodes({ kubernetes, notice: (text) => notice?.(text) });
  const ports: readonly SleeperPort[] = [
    ...(kubernetes === undefined ? [] : [workloadPort(kubernetes)]),
    ecsPort(aws.ecs),
    nodegroupPort({ aws, nodes }),
    asgPort(aws),
    rdsPort(aws.rds),
    rdsClusterPort(aws.rds),
    ec2Port(aws),
  ];
  return new Map(ports.map((port) => [port.kind, port]));
}
