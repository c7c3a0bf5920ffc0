import {
  CloudFormationClient,
  DescribeStacksCommand,
  type DescribeStacksCommandInput,
  ListExportsCommand,
  type ListExportsCommandInput,
} from '@aws-sdk/client-cloudformation';
import type { ClientSettings, SendOptions } from './connection.js';

export function cloudFormationClient(settings: ClientSettings) {
  const client = new CloudFormationClient(settings);
  return {
    listExports: (input: ListExportsCommandInput, options: SendOptions) =>
      client.send(new ListExportsCommand(input), options),
    describeStacks: (input: DescribeStacksCommandInput, options: SendOptions) =>
      client.send(new DescribeStacksCommand(input), options),
  };
}
