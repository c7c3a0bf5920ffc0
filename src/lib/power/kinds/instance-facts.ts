import type { Ec2, Instance } from '../../aws/aws.js';
import type { AutoScalingGroup } from '../../aws/contract/autoscaling.js';
import { printable } from '../../terminal/printable.js';
import type { Loss } from '../model.js';
import type { InstanceFacts } from './ec2-sleeper.js';

/** Learns what describing instances doesn't tell, all of it at once; what is known already isn't asked for again. */
export function instanceFacts(
  ec2: Pick<Ec2, 'oneTimeSpotRequests' | 'typesWithInstanceStore'>,
): (instances: readonly Instance[], signal?: AbortSignal) => Promise<(instance: Instance) => InstanceFacts> {
  const oneTime = new Map<string, boolean>();
  const withStore = new Map<string, boolean>();
  return async (instances, signal) => {
    await Promise.all([
      learn(oneTime, textsIn(instances, 'spotRequest'), (ids) => ec2.oneTimeSpotRequests(ids, signal)),
      learn(withStore, textsIn(instances, 'instanceType'), (types) =>
        ec2.typesWithInstanceStore(types, signal),
      ),
    ]);
    return ({ spotRequest = '', instanceType = '' }) => ({
      isOneTimeSpot: oneTime.get(spotRequest) ?? false,
      hasInstanceStore: withStore.get(instanceType) ?? false,
    });
  };
}

/** For groups of instances: which of their types have disks of the machine, sorted; asked for once each. */
export function instanceStores(
  ec2: Pick<Ec2, 'typesWithInstanceStore'>,
): (
  groups: readonly Instances[],
  signal?: AbortSignal,
) => Promise<(groups: readonly Instances[]) => readonly string[]> {
  const withStore = new Map<string, boolean>();
  const typesOf = (groups: readonly Instances[]) => [
    ...new Set(
      groups.flatMap(({ instances }) => instances.flatMap(({ instanceType }) => instanceType ?? [])),
    ),
  ];
  return async (groups, signal) => {
    await learn(withStore, typesOf(groups), (types) => ec2.typesWithInstanceStore(types, signal));
    return (some) =>
      typesOf(some)
        .filter((type) => withStore.get(type) === true)
        .sort();
  };
}

type Instances = Pick<AutoScalingGroup, 'instances'>;

/** What their instances lose with such disks. */
export function storeLosses(types: readonly string[]): readonly Loss[] {
  if (types.length === 0) return [];
  const text = `loses what is on instance store volumes (${printable(types.join(', '))})`;
  return [{ text, isData: true }];
}

function textsIn(instances: readonly Instance[], field: 'spotRequest' | 'instanceType'): readonly string[] {
  return [...new Set(instances.flatMap((instance) => instance[field] ?? []))];
}

async function learn(
  known: Map<string, boolean>,
  keys: readonly string[],
  ask: (unknown: readonly string[]) => Promise<ReadonlySet<string>>,
): Promise<void> {
  const unknown = keys.filter((key) => !known.has(key));
  if (unknown.length === 0) return;
  const those = await ask(unknown);
  for (const key of unknown) known.set(key, those.has(key));
}
