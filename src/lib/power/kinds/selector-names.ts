import type { SleeperKind } from '../sleep-entry.js';

/**
 * What may stand in the file for a name, an export of CloudFormation for one: the name itself, an ARN, or `cluster/name`, as
 * CloudFormation calls services and node groups. Everything that names a resource of the list takes its name from here.
 */
export function bareName(text: string): string {
  return text.slice(Math.max(text.lastIndexOf('/'), text.lastIndexOf(':')) + 1);
}

/** Ends with an id that only EKS knows. */
const nodegroupArn = /:nodegroup\/[^/]+\/([^/]+)\//;
const groupArn = /^arn:.*:autoScalingGroupName\/(.+)$/;

/** The name of something of this kind, as requests and ARNs have it. */
export function nameOfKind(kind: SleeperKind, text: string): string {
  switch (kind) {
    case 'nodegroup':
      return nodegroupArn.exec(text)?.[1] ?? bareName(text);
    case 'ecs':
      return bareName(text);
    case 'rds':
    case 'rds-cluster':
      // RDS has all names in small letters.
      return bareName(text).toLowerCase();
    case 'asg':
      // Its names may have slashes.
      return groupArn.exec(text)?.[1] ?? text;
    case 'ec2':
      return text.startsWith('arn:') ? bareName(text) : text;
    case 'workload':
      return text;
  }
}
