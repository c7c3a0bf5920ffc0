import {
  CloudWatchLogsClient,
  DeleteLogGroupCommand,
  type DeleteLogGroupCommandInput,
  DescribeLogGroupsCommand,
  type DescribeLogGroupsCommandInput,
  ListTagsForResourceCommand,
  type ListTagsForResourceCommandInput,
} from '@aws-sdk/client-cloudwatch-logs';
import type { ClientSettings, SendOptions } from './connection.js';

export function cloudWatchLogsClient(settings: ClientSettings) {
  const client = new CloudWatchLogsClient(settings);
  return {
    describeLogGroups: (input: DescribeLogGroupsCommandInput, options: SendOptions) =>
      client.send(new DescribeLogGroupsCommand(input), options),
    listTagsForResource: (input: ListTagsForResourceCommandInput, options: SendOptions) =>
      client.send(new ListTagsForResourceCommand(input), options),
    deleteLogGroup: (input: DeleteLogGroupCommandInput, options: SendOptions) =>
      client.send(new DeleteLogGroupCommand(input), options),
  };
}
