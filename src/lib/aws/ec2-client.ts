import {
  AuthorizeSecurityGroupIngressCommand,
  type AuthorizeSecurityGroupIngressCommandInput,
  CreateTagsCommand,
  type CreateTagsCommandInput,
  DeleteSnapshotCommand,
  type DeleteSnapshotCommandInput,
  DeleteTagsCommand,
  type DeleteTagsCommandInput,
  DeleteVolumeCommand,
  type DeleteVolumeCommandInput,
  DescribeAddressesCommand,
  type DescribeAddressesCommandInput,
  DescribeInstanceConnectEndpointsCommand,
  type DescribeInstanceConnectEndpointsCommandInput,
  DescribeInstancesCommand,
  type DescribeInstancesCommandInput,
  DescribeInstanceTypesCommand,
  type DescribeInstanceTypesCommandInput,
  DescribeNatGatewaysCommand,
  type DescribeNatGatewaysCommandInput,
  DescribeNetworkInterfacesCommand,
  type DescribeNetworkInterfacesCommandInput,
  DescribeSecurityGroupsCommand,
  type DescribeSecurityGroupsCommandInput,
  DescribeSnapshotsCommand,
  type DescribeSnapshotsCommandInput,
  DescribeSpotInstanceRequestsCommand,
  type DescribeSpotInstanceRequestsCommandInput,
  DescribeSubnetsCommand,
  type DescribeSubnetsCommandInput,
  DescribeVolumesCommand,
  type DescribeVolumesCommandInput,
  DescribeVpcEndpointsCommand,
  type DescribeVpcEndpointsCommandInput,
  EC2Client,
  GetConsoleOutputCommand,
  type GetConsoleOutputCommandInput,
  ReleaseAddressCommand,
  type ReleaseAddressCommandInput,
  StartInstancesCommand,
  type StartInstancesCommandInput,
  StopInstancesCommand,
  type StopInstancesCommandInput,
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
    describeInstanceTypes: (input: DescribeInstanceTypesCommandInput, options: SendOptions) =>
      client.send(new DescribeInstanceTypesCommand(input), options),
    describeSpotInstanceRequests: (input: DescribeSpotInstanceRequestsCommandInput, options: SendOptions) =>
      client.send(new DescribeSpotInstanceRequestsCommand(input), options),
    getConsoleOutput: (input: GetConsoleOutputCommandInput, options: SendOptions) =>
      client.send(new GetConsoleOutputCommand(input), options),
    createTags: (input: CreateTagsCommandInput, options: SendOptions) =>
      client.send(new CreateTagsCommand(input), options),
    deleteTags: (input: DeleteTagsCommandInput, options: SendOptions) =>
      client.send(new DeleteTagsCommand(input), options),
    stopInstances: (input: StopInstancesCommandInput, options: SendOptions) =>
      client.send(new StopInstancesCommand(input), options),
    startInstances: (input: StartInstancesCommandInput, options: SendOptions) =>
      client.send(new StartInstancesCommand(input), options),
    describeVolumes: (input: DescribeVolumesCommandInput, options: SendOptions) =>
      client.send(new DescribeVolumesCommand(input), options),
    describeSnapshots: (input: DescribeSnapshotsCommandInput, options: SendOptions) =>
      client.send(new DescribeSnapshotsCommand(input), options),
    describeAddresses: (input: DescribeAddressesCommandInput, options: SendOptions) =>
      client.send(new DescribeAddressesCommand(input), options),
    describeNatGateways: (input: DescribeNatGatewaysCommandInput, options: SendOptions) =>
      client.send(new DescribeNatGatewaysCommand(input), options),
    describeVpcEndpoints: (input: DescribeVpcEndpointsCommandInput, options: SendOptions) =>
      client.send(new DescribeVpcEndpointsCommand(input), options),
    describeSubnets: (input: DescribeSubnetsCommandInput, options: SendOptions) =>
      client.send(new DescribeSubnetsCommand(input), options),
    describeSecurityGroups: (input: DescribeSecurityGroupsCommandInput, options: SendOptions) =>
      client.send(new DescribeSecurityGroupsCommand(input), options),
    describeNetworkInterfaces: (input: DescribeNetworkInterfacesCommandInput, options: SendOptions) =>
      client.send(new DescribeNetworkInterfacesCommand(input), options),
    authorizeSecurityGroupIngress: (input: AuthorizeSecurityGroupIngressCommandInput, options: SendOptions) =>
      client.send(new AuthorizeSecurityGroupIngressCommand(input), options),
    deleteVolume: (input: DeleteVolumeCommandInput, options: SendOptions) =>
      client.send(new DeleteVolumeCommand(input), options),
    deleteSnapshot: (input: DeleteSnapshotCommandInput, options: SendOptions) =>
      client.send(new DeleteSnapshotCommand(input), options),
    releaseAddress: (input: ReleaseAddressCommandInput, options: SendOptions) =>
      client.send(new ReleaseAddressCommand(input), options),
  };
}
