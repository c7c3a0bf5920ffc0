import { allPages } from './all-pages.js';
import type { CloudFormation } from './aws.js';
import { AwsNotFoundError } from './aws-errors.js';
import type { Connection } from './connection.js';

export function cloudFormation(connection: Connection): CloudFormation {
  const ask = connection.client('CLOUDFORMATION', async (settings) =>
    (await import('./cloudformation-client.js')).cloudFormationClient(settings),
  );
  return {
    async exports(names, signal) {
      const found = new Map<string, string>();
      const wanted = new Set(names);
      if (wanted.size === 0) return found;
      const pages = allPages((position) =>
        ask(
          { action: 'cloudformation:ListExports' },
          (client, options) => client.listExports(position, options),
          signal,
        ),
      );
      for await (const { Exports = [] } of pages) {
        for (const { Name = '', Value = '' } of Exports) if (wanted.has(Name)) found.set(Name, Value);
        if (found.size === wanted.size) break;
      }
      return found;
    },

    async outputs(stack, signal) {
      try {
        const { Stacks = [] } = await ask(
          { action: 'cloudformation:DescribeStacks', resource: stack },
          (client, options) => client.describeStacks({ StackName: stack }, options),
          signal,
        );
        const outputs = Stacks[0]?.Outputs ?? [];
        return new Map(outputs.map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]));
      } catch (error) {
        if (error instanceof AwsNotFoundError) return undefined;
        throw error;
      }
    },
  };
}
