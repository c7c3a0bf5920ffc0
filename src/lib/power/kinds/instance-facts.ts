import type { Ec2, Instance } from '../../aws/aws.js';
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
