import {
  AddTagsToResourceCommand,
  type AddTagsToResourceCommandInput,
  DescribeDBClustersCommand,
  type DescribeDBClustersCommandInput,
  DescribeDBInstancesCommand,
  type DescribeDBInstancesCommandInput,
  RDSClient,
  RemoveTagsFromResourceCommand,
  type RemoveTagsFromResourceCommandInput,
  StartDBClusterCommand,
  type StartDBClusterCommandInput,
  StartDBInstanceCommand,
  type StartDBInstanceCommandInput,
  StopDBClusterCommand,
  type StopDBClusterCommandInput,
  StopDBInstanceCommand,
  type StopDBInstanceCommandInput,
} from '@aws-sdk/client-rds';
import type { ClientSettings, SendOptions } from './connection.js';

export function rdsClient(settings: ClientSettings) {
  const client = new RDSClient(settings);
  return {
    describeDbInstances: (input: DescribeDBInstancesCommandInput, options: SendOptions) =>
      client.send(new DescribeDBInstancesCommand(input), options),
    describeDbClusters: (input: DescribeDBClustersCommandInput, options: SendOptions) =>
      client.send(new DescribeDBClustersCommand(input), options),
    stopDbInstance: (input: StopDBInstanceCommandInput, options: SendOptions) =>
      client.send(new StopDBInstanceCommand(input), options),
    startDbInstance: (input: StartDBInstanceCommandInput, options: SendOptions) =>
      client.send(new StartDBInstanceCommand(input), options),
    stopDbCluster: (input: StopDBClusterCommandInput, options: SendOptions) =>
      client.send(new StopDBClusterCommand(input), options),
    startDbCluster: (input: StartDBClusterCommandInput, options: SendOptions) =>
      client.send(new StartDBClusterCommand(input), options),
    addTagsToResource: (input: AddTagsToResourceCommandInput, options: SendOptions) =>
      client.send(new AddTagsToResourceCommand(input), options),
    removeTagsFromResource: (input: RemoveTagsFromResourceCommandInput, options: SendOptions) =>
      client.send(new RemoveTagsFromResourceCommand(input), options),
  };
}
