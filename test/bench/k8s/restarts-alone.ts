import { resourcePath } from '../../lab/kubernetes/resources.js';
import type { Racer } from '../take-turns.js';
import { observe } from './completion.js';
import { type Fleet, secretKey, secretName } from './fleet.js';
import { nextSecond, otherThan } from './roll.js';

/**
 * Sets other servers and restarts everything at once, by nothing but a patch each, without a process of its own.
 * @returns what is run in turn with commands: milliseconds until the API server showed the last workload complete
 */
export function restartingAlone(fleet: Fleet): Racer {
  return {
    contender: 'the control plane',
    shown: 'the patches alone, all at once',
    run: async () => {
      await fleet.settled();
      await nextSecond();
      const data = { [secretKey]: otherThan(await fleet.servers()) };
      const observer = await observe(fleet.namespace, fleet.readers);
      try {
        const beganAt = performance.now();
        await patch(fleet, 'Secret', secretName, { stringData: data });
        await Promise.all(fleet.readers.map((reader) => restart(fleet, reader)));
        return (await observer.completeAt()) - beganAt;
      } finally {
        await observer.stop();
      }
    },
  };
}

function restart(fleet: Fleet, reader: string): Promise<unknown> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() };
  const spec = { template: { metadata: { annotations } } };
  return patch(fleet, 'Deployment', reader.replace('deployment/', ''), { spec });
}

function patch(
  { namespace }: Fleet,
  kind: 'Secret' | 'Deployment',
  name: string,
  change: unknown,
): Promise<unknown> {
  const path = `${resourcePath(kind, namespace.name)}/${name}`;
  return namespace.api.call('PATCH', path, change, 'application/merge-patch+json');
}
