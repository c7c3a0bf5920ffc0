import type { Ec2 } from '../../aws/aws.js';
import type { AutoScaling, AutoScalingGroup } from '../../aws/contract/autoscaling.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { asgSleeper } from './asg-sleeper.js';
import { chosenBy, namesIn, tagsIn, withBareNames } from './choices.js';
import { instanceStores } from './instance-facts.js';
import { launchFailures } from './launch-failures.js';
import type { ChoiceSelector } from './selectors.js';
import { sizeToWakeTo } from './size-to-wake-to.js';

export interface AsgPortDeps {
  readonly autoScaling: AutoScaling;
  readonly ec2: Pick<Ec2, 'typesWithInstanceStore'>;
}

/** Auto Scaling groups of EC2, by name or tags. */
export function asgPort({ autoScaling, ec2 }: AsgPortDeps): SleeperPort<ChoiceSelector> {
  const learnStores = instanceStores(ec2);
  const learnFailures = launchFailures(autoScaling);
  const sleepers = async (groups: readonly AutoScalingGroup[], signal?: AbortSignal) => {
    const [failuresOf, storesOf] = await Promise.all([
      learnFailures(groups, signal),
      learnStores(groups, signal),
    ]);
    return (group: AutoScalingGroup) =>
      asgSleeper(group, { failures: failuresOf(group.name), storeTypes: storesOf([group]) });
  };

  return {
    kind: 'asg',

    async find(given, signal) {
      const selectors = withBareNames(given);
      const groups = await chosenGroups(autoScaling, selectors, signal);
      const sleeper = await sleepers(groups, signal);
      return chosenBy(selectors, groups, (group) => group).map((ones) => ones.map(sleeper));
    },

    async read(earlier, signal) {
      if (earlier.length === 0) return [];
      const groups = await autoScaling.groups({ names: earlier.map(({ id }) => id) }, signal);
      return groups.map(await sleepers(groups, signal));
    },

    setRecord: ({ id }, text, signal) =>
      text === null
        ? autoScaling.removeTag(id, recordTag, signal)
        : autoScaling.setTag(id, recordTag, text, signal),
    sleep: ({ id }, signal) => autoScaling.resize(id, { min: 0, desired: 0 }, signal),
    wake: async (sleeper, size, signal) =>
      autoScaling.resize(sleeper.id, sizeToWakeTo(sleeper, size), signal),
  };
}

/** One request for all names, and one for each combination of tags. */
async function chosenGroups(
  autoScaling: Pick<AutoScaling, 'groups'>,
  selectors: readonly ChoiceSelector[],
  signal?: AbortSignal,
): Promise<readonly AutoScalingGroup[]> {
  const names = namesIn(selectors);
  const filters = [
    ...(names.length === 0 ? [] : [{ names }]),
    ...tagsIn(selectors).map((tags) => ({ tags })),
  ];
  const found = await mapAtMost(usuallyAtOnce, filters, signal, (filter, own) =>
    autoScaling.groups(filter, own),
  );
  return [...new Map(found.flat().map((one) => [one.name, one])).values()];
}
