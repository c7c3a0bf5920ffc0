import { chunk } from '../chunk.js';
import type { Parameter, Ssm } from './aws.js';
import type { Connection } from './connection.js';
import { runScript } from './ssm-script.js';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html */
const largestBatch = 10;

export function ssm(connection: Connection): Ssm {
  const ask = connection.client('SSM', async (settings) =>
    (await import('./ssm-client.js')).ssmClient(settings),
  );

  async function batch(names: string[], signal?: AbortSignal): Promise<[string, Parameter][]> {
    const { Parameters = [] } = await ask(
      { action: 'ssm:GetParameters', resource: names.length === 1 ? names[0] : undefined },
      (client, options) => client.getParameters({ Names: names, WithDecryption: true }, options),
      signal,
    );
    return names.flatMap((name): [string, Parameter][] => {
      const { Value, Type } = Parameters.find((answered) => isCalled(name, answered)) ?? {};
      return Value === undefined ? [] : [[name, { value: Value, isSecret: Type === 'SecureString' }]];
    });
  }

  return {
    async parameters(names, signal) {
      const batches = chunk([...new Set(names)], largestBatch);
      return new Map((await Promise.all(batches.map((some) => batch(some, signal)))).flat());
    },

    async isManaged(instanceId, signal) {
      const input = { Filters: [{ Key: 'InstanceIds', Values: [instanceId] }] };
      const { InstanceInformationList = [] } = await ask(
        { action: 'ssm:DescribeInstanceInformation' },
        (client, options) => client.describeInstanceInformation(input, options),
        signal,
      );
      return InstanceInformationList.some(
        ({ InstanceId, PingStatus }) => InstanceId === instanceId && PingStatus === 'Online',
      );
    },

    runScript: (instanceId, script, signal) => runScript(ask, instanceId, script, signal),

    async startSshSession(instanceId, port, signal) {
      const input = {
        Target: instanceId,
        DocumentName: 'AWS-StartSSHSession',
        Parameters: { portNumber: [String(port)] },
      };
      return ask(
        { action: 'ssm:StartSession', resource: instanceId },
        async (client, options) => {
          const { SessionId, TokenValue, StreamUrl } = await client.startSession(input, options);
          return {
            response: JSON.stringify({ SessionId, TokenValue, StreamUrl }),
            request: JSON.stringify(input),
            endpoint: client.endpoint(),
          };
        },
        signal,
      );
    },
  };
}

interface AnsweredParameter {
  readonly Name?: string | undefined;
  readonly ARN?: string | undefined;
  /** `:3`, or `:label`, as it was asked for. */
  readonly Selector?: string | undefined;
}

function isCalled(name: string, { Name = '', ARN = '', Selector = '' }: AnsweredParameter): boolean {
  return name === Name + Selector || name === ARN + Selector;
}
