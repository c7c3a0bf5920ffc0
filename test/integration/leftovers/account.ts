import { inject } from 'vitest';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import { awsJson, awsQuery } from '../../lab/aws/raw-request.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';

/** What one test leaves in the lab's AWS, by a prefix that no other test has. */
export interface Account {
  readonly lab: AwsLab;
  readonly prefix: string;
  /** @returns its id */
  volume(name?: string, tags?: Readonly<Record<string, string>>): Promise<string>;
  snapshot(volumeId: string, name?: string): Promise<string>;
  /** @returns the allocation's id */
  address(name?: string): Promise<string>;
  /** @returns its name */
  logGroup(folder?: string): Promise<string>;
  attach(volumeId: string, instanceId: string): Promise<void>;
  associate(allocationId: string, instanceId: string): Promise<void>;
  /** An image of an instance, which has a snapshot by this name. @returns the snapshot's id */
  imageSnapshot(instanceId: string): Promise<string>;
  /** Whether it is there: by the id of a volume, a snapshot, an address, or the name of a log group. */
  has(id: string): Promise<boolean>;
  tag(id: string, key: string, value: string): Promise<void>;
  exops(line: string, options?: RunOptions): Promise<RunResult>;
}

/** @param environment lines of `exops.yaml` beside the account and the region */
export async function openAccount(environment = ''): Promise<Account> {
  const lab = joinAws(inject('aws'));
  const prefix = `left-${Math.random().toString(36).slice(2, 10)}-`;
  const aws = 'aws: { region: ap-northeast-2, accountId: "123456789012" }';
  const cwd = await folderWith({
    'exops.yaml': `version: 1\nenvironments:\n  dev:\n    ${aws}\n${environment}`,
  });
  const ec2 = async (action: string, parameters: Readonly<Record<string, string>>) => {
    const { status, text } = await awsQuery(lab, 'ec2', action, parameters);
    if (status !== 200) throw new Error(`${action}: ${text}`);
    return text;
  };
  const ask = async (action: string, parameters: Readonly<Record<string, string>>, element: string) =>
    new RegExp(`<${element}>([^<]+)</${element}>`).exec(await ec2(action, parameters))?.[1] ?? '';
  const tagsOf = (type: string, tags: Readonly<Record<string, string>>) => {
    const given = Object.entries(tags).flatMap(([key, value], index) => [
      [`TagSpecification.1.Tag.${index + 1}.Key`, key],
      [`TagSpecification.1.Tag.${index + 1}.Value`, value],
    ]);
    return { 'TagSpecification.1.ResourceType': type, ...Object.fromEntries(given) };
  };
  return {
    lab,
    prefix,
    volume: (name = 'data', tags = {}) =>
      ask(
        'CreateVolume',
        {
          ...{ Size: '10', VolumeType: 'gp3', AvailabilityZone: 'ap-northeast-2a' },
          ...tagsOf('volume', { Name: `${prefix}${name}`, ...tags }),
        },
        'volumeId',
      ),
    snapshot: (VolumeId, name = 'backup') =>
      ask('CreateSnapshot', { VolumeId, ...tagsOf('snapshot', { Name: `${prefix}${name}` }) }, 'snapshotId'),
    async address(name = 'address') {
      const id = await ask('AllocateAddress', { Domain: 'vpc' }, 'allocationId');
      await ec2('CreateTags', { 'ResourceId.1': id, 'Tag.1.Key': 'Name', 'Tag.1.Value': `${prefix}${name}` });
      return id;
    },
    async logGroup(folder = '') {
      const logGroupName = `${folder}${prefix}app`;
      const { status, text } = await awsJson(lab, 'logs', 'Logs_20140328.CreateLogGroup', { logGroupName });
      if (status !== 200) throw new Error(text);
      return logGroupName;
    },
    async attach(VolumeId, InstanceId) {
      await ec2('AttachVolume', { VolumeId, InstanceId, Device: '/dev/sdz' });
    },
    async associate(AllocationId, InstanceId) {
      await ec2('AssociateAddress', { AllocationId, InstanceId });
    },
    async imageSnapshot(InstanceId) {
      const ImageId = await ask('CreateImage', { InstanceId, Name: `${prefix}image` }, 'imageId');
      const id = await ask('DescribeImages', { 'ImageId.1': ImageId }, 'snapshotId');
      await ec2('CreateTags', { 'ResourceId.1': id, 'Tag.1.Key': 'Name', 'Tag.1.Value': `${prefix}image` });
      return id;
    },
    async has(id) {
      if (id.startsWith('vol-')) return (await ec2('DescribeVolumes', {})).includes(id);
      if (id.startsWith('snap-')) return (await ec2('DescribeSnapshots', { 'Owner.1': 'self' })).includes(id);
      if (id.startsWith('eipalloc-')) return (await ec2('DescribeAddresses', {})).includes(id);
      const request = { logGroupNamePrefix: id };
      const { text } = await awsJson(lab, 'logs', 'Logs_20140328.DescribeLogGroups', request);
      return text.includes(JSON.stringify(id));
    },
    async tag(id, key, value) {
      await ec2('CreateTags', { 'ResourceId.1': id, 'Tag.1.Key': key, 'Tag.1.Value': value });
    },
    exops: (line, options = {}) => run(line, { cwd, ...options, env: { ...lab.env, ...options.env } }),
  };
}
