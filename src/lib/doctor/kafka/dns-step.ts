import type { Address } from '../../kafka/address.js';
import { mapAtMost } from '../../map-at-most.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { step } from '../step.js';
import { judgeDns } from './judge-dns.js';
import { resolveHere, resolveOn } from './resolve-name.js';
import { type KafkaAfter, targetOf } from './way-in.js';

/** The value of the DNS step: the brokers whose names are known, or can't be asked for. */
export interface NamedBroker {
  readonly address: Address;
  /** Undefined where nobody could be asked. */
  readonly ips: readonly string[] | undefined;
}

const lookUpMs = 4_000;
/** Less than sshd starts for one connection (MaxSessions). */
const atOnce = 5;

/** What the brokers' names come to where they are dialled: here, or on the host that the way goes through. */
export function dnsStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { settings, ssh }: KafkaAfter,
): Step<readonly NamedBroker[]> {
  return step({
    layer: 'dns',
    tries: 'the names of the brokers',
    after: [settings, ssh],
    deadlineMs: 2 * (deps.timeoutMs ?? lookUpMs) + 1_000,
    run: async (known, signal) => {
      const { environment, clusterAwaits } = known.value(settings);
      if (environment.cluster === undefined)
        return { findings: [], skipped: clusterAwaits ?? 'the environment has no cluster' };
      const { cluster, host } = targetOf(known, { settings, ssh });
      const resolved = await mapAtMost(atOnce, cluster.brokers, signal, async (address) => ({
        address,
        resolved: await (host === undefined
          ? resolveHere(address.host)
          : resolveOn(host, address.host, deps.timeoutMs ?? lookUpMs)),
      }));
      return judgeDns(resolved, host?.label);
    },
  });
}
