import type { Ecs, EcsService } from '../../aws/contract/ecs.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { Sleeper, SleeperPort } from '../model.js';
import { recordTag } from '../record.js';
import { advised } from './advised.js';
import { choosesInCluster, type InCluster, inBareClusters, maybeChosen } from './choices.js';
import { ecsSleeper, partsOfName } from './ecs-sleeper.js';
import { serviceAdvice } from './explain-service.js';
import type { ClusterSelector } from './selectors.js';
import { sizeToWakeTo } from './size-to-wake-to.js';

/** Services of ECS, by name or tags. ECS has no filter by tags, so that all of a cluster are read when tags choose. */
export function ecsPort(ecs: Ecs): SleeperPort<ClusterSelector> {
  const setDesired = ({ name }: Sleeper, desired: number, signal?: AbortSignal) => {
    const { cluster, service } = partsOfName(name);
    return advised(ecs.setDesired(cluster, service, desired, signal), serviceAdvice);
  };

  return {
    kind: 'ecs',

    async find(given, signal) {
      const selectors = inBareClusters(given);
      const names = await maybeChosen(selectors, (cluster, own) => ecs.serviceNames(cluster, own), signal);
      const services = [...(await servicesOf(ecs, names, signal)).values()].flat();
      return selectors.map((selector) =>
        services.filter((one) => choosesInCluster(selector, one)).flatMap(listed),
      );
    },

    async read(earlier, signal) {
      const wanted = earlier.map(({ name }) => {
        const { cluster, service } = partsOfName(name);
        return { cluster, name: service };
      });
      const services = await servicesOf(ecs, wanted, signal);
      const ids = new Set(earlier.map(({ id }) => id));
      return [...services.values()]
        .flat()
        .flatMap(listed)
        .filter(({ id }) => ids.has(id));
    },

    setRecord: ({ id }, text, signal) =>
      advised(
        text === null ? ecs.removeTag(id, recordTag, signal) : ecs.setTag(id, recordTag, text, signal),
        serviceAdvice,
      ),
    sleep: (sleeper, signal) => setDesired(sleeper, 0, signal),
    wake: async (sleeper, size, signal) => setDesired(sleeper, sizeToWakeTo(sleeper, size).desired, signal),
  };
}

function listed(service: EcsService): readonly Sleeper[] {
  const sleeper = ecsSleeper(service);
  return sleeper === undefined ? [] : [sleeper];
}

/** By the clusters as they were named; those of a cluster are asked for at once. */
async function servicesOf(
  ecs: Pick<Ecs, 'services'>,
  wanted: readonly InCluster[],
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, readonly EcsService[]>> {
  const clusters = [...new Set(wanted.map(({ cluster }) => cluster))];
  const found = await mapAtMost(usuallyAtOnce, clusters, signal, async (cluster, own) => {
    const names = wanted.filter((one) => one.cluster === cluster).map(({ name }) => name);
    return [cluster, await ecs.services(cluster, [...new Set(names)], own)] as const;
  });
  return new Map(found);
}
