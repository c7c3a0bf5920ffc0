import {
  DescribeLoadBalancersCommand,
  type DescribeLoadBalancersCommandInput,
  DescribeTagsCommand,
  type DescribeTagsCommandInput,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { ClientSettings, SendOptions } from './connection.js';

export function elasticLoadBalancingClient(settings: ClientSettings) {
  const client = new ElasticLoadBalancingV2Client(settings);
  return {
    describeLoadBalancers: (input: DescribeLoadBalancersCommandInput, options: SendOptions) =>
      client.send(new DescribeLoadBalancersCommand(input), options),
    describeTags: (input: DescribeTagsCommandInput, options: SendOptions) =>
      client.send(new DescribeTagsCommand(input), options),
  };
}
