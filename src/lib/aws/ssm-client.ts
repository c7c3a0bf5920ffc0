import {
  DescribeInstanceInformationCommand,
  type DescribeInstanceInformationCommandInput,
  GetCommandInvocationCommand,
  type GetCommandInvocationCommandInput,
  GetParametersCommand,
  type GetParametersCommandInput,
  SendCommandCommand,
  type SendCommandCommandInput,
  SSMClient,
  StartSessionCommand,
  type StartSessionCommandInput,
} from '@aws-sdk/client-ssm';
import type { ClientSettings, SendOptions } from './connection.js';

export function ssmClient(settings: ClientSettings) {
  const client = new SSMClient(settings);
  return {
    getParameters: (input: GetParametersCommandInput, options: SendOptions) =>
      client.send(new GetParametersCommand(input), options),
    describeInstanceInformation: (input: DescribeInstanceInformationCommandInput, options: SendOptions) =>
      client.send(new DescribeInstanceInformationCommand(input), options),
    sendCommand: (input: SendCommandCommandInput, options: SendOptions) =>
      client.send(new SendCommandCommand(input), options),
    getCommandInvocation: (input: GetCommandInvocationCommandInput, options: SendOptions) =>
      client.send(new GetCommandInvocationCommand(input), options),
    startSession: (input: StartSessionCommandInput, options: SendOptions) =>
      client.send(new StartSessionCommand(input), options),
    /** Where requests are sent, in a region of any partition. */
    endpoint: () =>
      settings.endpoint ??
      client.config
        .endpointProvider({ Region: settings.region, UseFIPS: false, UseDualStack: false })
        .url.toString()
        .replace(/\/$/, ''),
  };
}

export type SsmClient = ReturnType<typeof ssmClient>;
