import type { ElasticAddress, LogGroup, Snapshot, Volume } from '../aws/contract/billed.js';
import { namesOfLogGroup } from './log-folders.js';
import type { Leftover } from './model.js';

const gib = 1024 ** 3;

export function leftoverVolume(volume: Volume): Leftover {
  const { id, sizeGib, type, state, instanceIds, createdAt } = volume;
  return {
    ...{ kind: 'volume', id, createdAt, ...named(volume.tags) },
    sizeBytes: sizeGib * gib,
    volumeType: type,
    use: useOfVolume(state, instanceIds),
    isGoing: state === 'deleting',
  };
}

/** A volume that failed to be made can be deleted; one that is being made can't yet. */
function useOfVolume(state: string, instanceIds: readonly string[]): string | undefined {
  if (instanceIds.length > 0) return `attached to ${instanceIds.join(', ')}`;
  return ['available', 'error', 'deleting'].includes(state) ? undefined : `its state is ${state}`;
}

export function leftoverSnapshot({ id, sizeGib, tags, createdAt }: Snapshot): Leftover {
  return {
    ...{ kind: 'snapshot', id, createdAt, ...named(tags) },
    sizeBytes: sizeGib * gib,
    ...{ volumeType: undefined, use: undefined, isGoing: false },
  };
}

export function leftoverAddress(elastic: ElasticAddress): Leftover {
  const { allocationId, address, instanceId, networkInterfaceId } = elastic;
  const { label, ...rest } = named(elastic.tags);
  const at = instanceId ?? networkInterfaceId;
  return {
    ...{ kind: 'Elastic IP', id: allocationId, ...rest },
    label: label === undefined ? address : `${address} ${label}`,
    ...{ sizeBytes: undefined, volumeType: undefined, createdAt: undefined, isGoing: false },
    use: at === undefined ? undefined : `associated with ${at}`,
  };
}

export function leftoverLogGroup({ name, storedBytes, createdAt, tags }: LogGroup): Leftover {
  return {
    ...{ kind: 'log group', id: name, label: undefined, names: namesOfLogGroup(name), tags, createdAt },
    sizeBytes: storedBytes,
    ...{ volumeType: undefined, use: undefined, isGoing: false },
  };
}

function named(tags: ReadonlyMap<string, string>): Pick<Leftover, 'label' | 'names' | 'tags'> {
  const name = tags.get('Name');
  return { label: name || undefined, names: name === undefined ? [] : [name], tags };
}
