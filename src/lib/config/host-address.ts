import type { Instance } from '../aws/aws.js';
import { instanceWords, selectorWords } from '../hosts/find/instance-words.js';
import { liveInstances } from '../hosts/find/pick-instance.js';
import type { InstanceSelector } from '../hosts/host-settings.js';
import type { Absence } from './references.js';

/** The host that is asked about. */
export interface AskedHost {
  readonly host: string;
  readonly selector: InstanceSelector | undefined;
}

/** The address of the one instance that fits; or why there is none. */
export function addressOf(
  found: readonly Instance[],
  which: 'private' | 'public',
  { host, selector }: AskedHost,
): string | Absence {
  const live = liveInstances(found);
  const [instance, ...others] = live;
  const subject = selector === undefined ? `host ${host}` : selectorWords(selector);
  if (instance === undefined) {
    const [gone] = found;
    const why =
      gone === undefined ? `no instance has the ${subject}` : `${instanceWords(gone, host)} was terminated`;
    return { why, isForNow: false };
  }
  if (others.length > 0) {
    const ids = live.map(({ id }) => id).join(', ');
    return { why: `${live.length} instances have the ${subject}: ${ids}`, isForNow: false };
  }
  const address = which === 'public' ? instance.publicAddress : instance.privateAddress;
  return address ?? { why: withoutAddress(instance, which, host), isForNow: instance.state !== 'running' };
}

function withoutAddress(instance: Instance, which: string, host: string): string {
  const words = instanceWords(instance, host);
  switch (instance.state) {
    case 'running':
      return `${words} has no ${which} address`;
    case 'pending':
      return `${words} is still starting, and has no ${which} address yet`;
    default:
      return `${words} is ${instance.state}, and has no ${which} address until it runs again`;
  }
}
