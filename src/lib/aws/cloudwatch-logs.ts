import { mapAtMost } from '../map-at-most.js';
import { itemsOf, pagesByToken } from './all-pages.js';
import { MissingRightError } from './aws-errors.js';
import { logGroupOf } from './billed-answers.js';
import type { Connection } from './connection.js';
import type { Billed, LogGroup } from './contract/billed.js';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_DescribeLogGroups.html */
const largestPage = 50;
/** Ten a second are taken: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const asksAtATime = 5;

export function cloudWatchLogs(connection: Connection): Pick<Billed, 'logGroups' | 'deleteLogGroup'> {
  const ask = connection.client('CLOUDWATCH_LOGS', async (settings) =>
    (await import('./cloudwatch-logs-client.js')).cloudWatchLogsClient(settings),
  );

  /** There is no request for the tags of several. */
  async function tagsOf(resourceArn: string, signal: AbortSignal): Promise<LogGroup['tags']> {
    try {
      const { tags = {} } = await ask(
        { action: 'logs:ListTagsForResource', resource: resourceArn },
        (client, options) => client.listTagsForResource({ resourceArn }, options),
        signal,
      );
      return new Map(Object.entries(tags));
    } catch (error) {
      if (error instanceof MissingRightError) return undefined;
      throw error;
    }
  }

  return {
    async logGroups(prefix, signal) {
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
      const groups = await itemsOf(pages, ({ logGroups = [] }) =>
        logGroups.flatMap((one) => logGroupOf(one) ?? []),
      );
      return mapAtMost(asksAtATime, groups, signal, async (group, either) => ({
        ...group,
        tags: await tagsOf(group.arn, either),
      }));
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
