/** What a line of the `sleep` list can be of; each has exactly one of them. */
export const sleepKeys = [
  'eksNodegroup',
  'autoScalingGroup',
  'ecsService',
  'kubernetesWorkload',
  'rdsInstance',
  'rdsCluster',
  'ec2Instance',
] as const;
export type SleepKey = (typeof sleepKeys)[number];

/** The message for a resource that another line has already. */
export const standsTwice = 'this resource stands here twice';
