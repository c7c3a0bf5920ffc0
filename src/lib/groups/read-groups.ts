import type { KafkaClient } from '../kafka/client.js';
import { describeAll } from './describe-groups.js';
import { type FoundGroups, findGroups } from './find-groups.js';
import type { DescribedGroup } from './model.js';
import { type Patience, whileCoordinatorsMove } from './moving-coordinator.js';

/** Groups with their members: three rounds of requests. */
export function readGroups(
  client: KafkaClient,
  patterns: readonly string[],
  patience: Patience,
): Promise<FoundGroups<DescribedGroup>> {
  return whileCoordinatorsMove(
    patience,
    async () => {
      const found = await findGroups(client, patterns);
      return { ...found, groups: await describeAll(client, found.groups) };
    },
    ({ groups }) => groups.map(({ problem }) => problem),
  );
}
