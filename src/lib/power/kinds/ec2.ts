import type { Ec2, Instance } from '../../aws/aws.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { Sleeper, SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import { chosenBy, namesIn, tagsIn, withBareNames } from './choices.js';
import { ec2Sleeper } from './ec2-sleeper.js';
import { startAdvice, stopAdvice } from './explain-instance.js';
import { instanceFacts } from './instance-facts.js';
import type { ChoiceSelector } from './selectors.js';

export interface Ec2PortDeps {
  readonly region: string;
  readonly ec2: Omit<Ec2, 'describeConnectEndpoints' | 'consoleOutput'>;
}

/** EC2 instances, by id or tags. */
export function ec2Port({ ec2, region }: Ec2PortDeps): SleeperPort<ChoiceSelector> {
  const learn = instanceFacts(ec2);
  const sleepers = async (instances: readonly Instance[], signal?: AbortSignal) => {
    const factsOf = await learn(instances, signal);
    return instances.flatMap((instance): Sleeper[] => {
      const sleeper = ec2Sleeper(instance, factsOf(instance), region);
      return sleeper === undefined ? [] : [sleeper];
    });
  };

  return {
    kind: 'ec2',

    async find(given, signal) {
      const selectors = withBareNames(given);
      const instances = await chosenInstances(ec2, selectors, signal);
      const tags = new Map(instances.map((one) => [one.id, one.tags]));
      const known = ({ id }: Sleeper) => ({ name: id, tags: tags.get(id) ?? new Map() });
      return chosenBy(selectors, await sleepers(instances, signal), known);
    },

    async read(earlier, signal) {
      if (earlier.length === 0) return [];
      const ids = earlier.map(({ id }) => id);
      return sleepers(await ec2.describeInstances({ ids }, signal), signal);
    },

    setRecord: ({ id }, text, signal) =>
      text === null ? ec2.removeTag(id, recordTag, signal) : ec2.setTag(id, recordTag, text, signal),
    sleep: ({ id }, signal) => advised(ec2.stop(id, signal), stopAdvice),
    wake: ({ id }, _, signal) => advised(ec2.start(id, signal), startAdvice),
  };
}

/** One request for all ids, and one for each combination of tags. */
async function chosenInstances(
  ec2: Pick<Ec2, 'describeInstances'>,
  selectors: readonly ChoiceSelector[],
  signal?: AbortSignal,
): Promise<readonly Instance[]> {
  const ids = namesIn(selectors);
  const filters = [...(ids.length === 0 ? [] : [{ ids }]), ...tagsIn(selectors).map((tags) => ({ tags }))];
  const found = await mapAtMost(usuallyAtOnce, filters, signal, (filter, own) =>
    ec2.describeInstances(filter, own),
  );
  return [...new Map(found.flat().map((one) => [one.id, one])).values()];
}
