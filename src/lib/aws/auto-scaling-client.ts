import {
  AutoScalingClient,
  CreateOrUpdateTagsCommand,
  type CreateOrUpdateTagsCommandInput,
  DeleteTagsCommand,
  type DeleteTagsCommandInput,
  DescribeAutoScalingGroupsCommand,
  type DescribeAutoScalingGroupsCommandInput,
  DescribeScalingActivitiesCommand,
  type DescribeScalingActivitiesCommandInput,
  UpdateAutoScalingGroupCommand,
  type UpdateAutoScalingGroupCommandInput,
} from '@aws-sdk/client-auto-scaling';
import type { ClientSettings, SendOptions } from './connection.js';

export function autoScalingClient(settings: ClientSettings) {
  const client = new AutoScalingClient(settings);
  return {
    describeAutoScalingGroups: (input: DescribeAutoScalingGroupsCommandInput, options: SendOptions) =>
      client.send(new DescribeAutoScalingGroupsCommand(input), options),
    updateAutoScalingGroup: (input: UpdateAutoScalingGroupCommandInput, options: SendOptions) =>
      client.send(new UpdateAutoScalingGroupCommand(input), options),
    describeScalingActivities: (input: DescribeScalingActivitiesCommandInput, options: SendOptions) =>
      client.send(new DescribeScalingActivitiesCommand(input), options),
    createOrUpdateTags: (input: CreateOrUpdateTagsCommandInput, options: SendOptions) =>
      client.send(new CreateOrUpdateTagsCommand(input), options),
    deleteTags: (input: DeleteTagsCommandInput, options: SendOptions) =>
      client.send(new DeleteTagsCommand(input), options),
  };
}
