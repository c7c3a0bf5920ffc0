import { itemsOf, pagesByToken } from './all-pages.js';
import { logGroupOf } from './billed-answers.js';
import type { Connection } from './connection.js';
import type { Billed } from './contract/billed.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
const largestPage = 50;

export function cloudWatchLogs(connection: Connection): Pick<Billed, 'logGroups' | 'deleteLogGroup'> {
  const ask = connection.client('CLOUDWATCH_LOGS', async (settings) =>
    (await import('./cloudwatch-logs-client.js')).cloudWatchLogsClient(settings),
  );
  return {
    logGroups(prefix, signal) {
      const input = { limit: largestPage, ...(prefix === '' ? {} : { logGroupNamePrefix: prefix }) };
      const pages = pagesByToken(
        (nextToken) =>
          ask(
            { action: 'logs:DescribeLogGroups' },
            (client, options) => client.describeLogGroups({ ...input, nextToken }, options),
            signal,
          ),
        ({ nextToken }) => nextToken,
      );
      return itemsOf(pages, ({ logGroups = [] }) => logGroups.flatMap((one) => logGroupOf(one) ?? []));
    },

    async deleteLogGroup(name, signal) {
      await ask(
        { action: 'logs:DeleteLogGroup', resource: name },
        (client, options) => client.deleteLogGroup({ logGroupName: name }, options),
        signal,
      );
    },
  };
}
