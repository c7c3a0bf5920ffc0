import {
  DescribeNodegroupCommand,
  type DescribeNodegroupCommandInput,
  DescribeUpdateCommand,
  type DescribeUpdateCommandInput,
  EKSClient,
  ListNodegroupsCommand,
  type ListNodegroupsCommandInput,
  TagResourceCommand,
  type TagResourceCommandInput,
  UntagResourceCommand,
  type UntagResourceCommandInput,
  UpdateNodegroupConfigCommand,
  type UpdateNodegroupConfigCommandInput,
} from '@aws-sdk/client-eks';
import type { ClientSettings, SendOptions } from './connection.js';

export function eksClient(settings: ClientSettings) {
  const client = new EKSClient(settings);
  return {
    listNodegroups: (input: ListNodegroupsCommandInput, options: SendOptions) =>
      client.send(new ListNodegroupsCommand(input), options),
    describeNodegroup: (input: DescribeNodegroupCommandInput, options: SendOptions) =>
      client.send(new DescribeNodegroupCommand(input), options),
    updateNodegroupConfig: (input: UpdateNodegroupConfigCommandInput, options: SendOptions) =>
      client.send(new UpdateNodegroupConfigCommand(input), options),
    describeUpdate: (input: DescribeUpdateCommandInput, options: SendOptions) =>
      client.send(new DescribeUpdateCommand(input), options),
    tagResource: (input: TagResourceCommandInput, options: SendOptions) =>
      client.send(new TagResourceCommand(input), options),
    untagResource: (input: UntagResourceCommandInput, options: SendOptions) =>
      client.send(new UntagResourceCommand(input), options),
  };
}
