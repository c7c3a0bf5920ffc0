import {
  CreateTagsCommand,
  type CreateTagsCommandInput,
  DescribeInstanceConnectEndpointsCommand,
  type DescribeInstanceConnectEndpointsCommandInput,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  EC2Client,
  GetConsoleOutputCommand,
  type GetConsoleOutputCommandInput,
} from '@aws-sdk/client-ec2';
import type { ClientSettings, SendOptions } from './connection.js';

export function ec2Client(settings: ClientSettings) {
  const client = new EC2Client(settings);
  return {
    describeInstances: (input: DescribeInstancesCommandInput, options: SendOptions) =>
      client.send(new DescribeInstancesCommand(input), options),
    describeInstanceConnectEndpoints: (
      input: DescribeInstanceConnectEndpointsCommandInput,
      options: SendOptions,
    ) => client.send(new DescribeInstanceConnectEndpointsCommand(input), options),
    getConsoleOutput: (input: GetConsoleOutputCommandInput, options: SendOptions) =>
      client.send(new GetConsoleOutputCommand(input), options),
    createTags: (input: CreateTagsCommandInput, options: SendOptions) =>
      client.send(new CreateTagsCommand(input), options),
  };
}
