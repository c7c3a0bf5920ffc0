import {
  DescribeClusterV2Command,
  type DescribeClusterV2CommandInput,
  GetBootstrapBrokersCommand,
  type GetBootstrapBrokersCommandInput,
  GetClusterPolicyCommand,
  type GetClusterPolicyCommandInput,
  KafkaClient,
  ListClustersV2Command,
  type ListClustersV2CommandInput,
  ListNodesCommand,
  type ListNodesCommandInput,
  ListScramSecretsCommand,
  type ListScramSecretsCommandInput,
} from '@aws-sdk/client-kafka';
import type { ClientSettings, SendOptions } from './connection.js';

export function mskClient(settings: ClientSettings) {
  const client = new KafkaClient(settings);
  return {
    listClusters: (input: ListClustersV2CommandInput, options: SendOptions) =>
      client.send(new ListClustersV2Command(input), options),
    describeCluster: (input: DescribeClusterV2CommandInput, options: SendOptions) =>
      client.send(new DescribeClusterV2Command(input), options),
    getBootstrapBrokers: (input: GetBootstrapBrokersCommandInput, options: SendOptions) =>
      client.send(new GetBootstrapBrokersCommand(input), options),
    listNodes: (input: ListNodesCommandInput, options: SendOptions) =>
      client.send(new ListNodesCommand(input), options),
    listScramSecrets: (input: ListScramSecretsCommandInput, options: SendOptions) =>
      client.send(new ListScramSecretsCommand(input), options),
    getClusterPolicy: (input: GetClusterPolicyCommandInput, options: SendOptions) =>
      client.send(new GetClusterPolicyCommand(input), options),
  };
}
