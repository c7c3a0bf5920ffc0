import type { EcsService } from '../../aws/contract/ecs.js';
import { protectedBy } from '../../aws/protected.js';
import type { Sleeper, SleeperState } from '../model.js';
import { recordTag } from '../record.js';
import { bareSleeper } from './bare-sleeper.js';
import { serviceTrouble } from './explain-service.js';
import { bareName } from './selector-names.js';

/** Undefined when it is gone: ECS tells of deleted ones for a while. */
export function ecsSleeper(service: EcsService): Sleeper | undefined {
  const { cluster, name, arn, status, desired, launchType, tags } = service;
  if (status === 'INACTIVE') return undefined;
  const state = stateOf(service);
  return {
    ...bareSleeper,
    kind: 'ecs',
    id: arn,
    name: `${bareName(cluster)}/${name}`,
    state,
    status: statusOf(service),
    size: { desired },
    record: tags.get(recordTag),
    never: protectedBy(tags) ?? (service.isDaemon ? daemon : undefined),
    trouble: state === 'waking' ? serviceTrouble(service.newestEvent) : undefined,
    machines: launchType === 'FARGATE' ? [{ service: 'fargate', type: 'task', isSpot: false }] : [],
  };
}

const daemon = 'it runs on each instance (DAEMON): it has no size, and goes with the instances';

function stateOf({ status, desired, running, pending }: EcsService): SleeperState {
  if (status !== 'ACTIVE') return 'unusable';
  if (desired === 0) return running + pending === 0 ? 'asleep' : 'falling asleep';
  return running >= desired ? 'awake' : 'waking';
}

function statusOf({ status, desired, running }: EcsService): string {
  return `${status}, ${running} of ${desired} running`;
}

/** The cluster and the service that a sleeper's name names; a service's name has no slash. */
export function partsOfName(name: string): { readonly cluster: string; readonly service: string } {
  const slash = name.lastIndexOf('/');
  return { cluster: name.slice(0, slash), service: name.slice(slash + 1) };
}
