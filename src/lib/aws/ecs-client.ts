import {
  DescribeServicesCommand,
  type DescribeServicesCommandInput,
  ECSClient,
  ListServicesCommand,
  type ListServicesCommandInput,
  TagResourceCommand,
  type TagResourceCommandInput,
  UntagResourceCommand,
  type UntagResourceCommandInput,
  UpdateServiceCommand,
  type UpdateServiceCommandInput,
} from '@aws-sdk/client-ecs';
import type { ClientSettings, SendOptions } from './connection.js';

export function ecsClient(settings: ClientSettings) {
  const client = new ECSClient(settings);
  return {
    listServices: (input: ListServicesCommandInput, options: SendOptions) =>
      client.send(new ListServicesCommand(input), options),
    describeServices: (input: DescribeServicesCommandInput, options: SendOptions) =>
      client.send(new DescribeServicesCommand(input), options),
    updateService: (input: UpdateServiceCommandInput, options: SendOptions) =>
      client.send(new UpdateServiceCommand(input), options),
    tagResource: (input: TagResourceCommandInput, options: SendOptions) =>
      client.send(new TagResourceCommand(input), options),
    untagResource: (input: UntagResourceCommandInput, options: SendOptions) =>
      client.send(new UntagResourceCommand(input), options),
  };
}
