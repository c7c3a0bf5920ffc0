import type { Address } from '../../kafka/address.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { step, usualDeadlineMs } from '../step.js';
import { dialAll } from './dial.js';
import type { NamedBroker } from './dns-step.js';
import { judgeTcp } from './judge-tcp.js';
import { type KafkaAfter, targetOf } from './way-in.js';

/** The value of the TCP step: the brokers that took the connection. */
export type AnsweringBrokers = readonly Address[];

/** Whether the brokers' ports take a connection, all asked at once. */
export function tcpStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { dns, ...after }: KafkaAfter & { readonly dns: Step<readonly NamedBroker[]> },
): Step<AnsweringBrokers> {
  const timeoutMs = deps.timeoutMs ?? usualDeadlineMs;
  return step({
    layer: 'tcp',
    tries: 'the ports of the brokers',
    after: [after.settings, after.ssh, dns],
    // What each connection comes to says more than that time is up.
    deadlineMs: timeoutMs + 1_000,
    run: async (known, signal) => {
      const { cluster, route, host, isClusterOfFile } = targetOf(known, after);
      const brokers = known.value(dns);
      const addresses = brokers.map(({ address }) => address);
      const dialled = await dialAll(route, addresses, timeoutMs, signal);
      return judgeTcp(
        dialled.map(({ address, dialled: how }, index) => ({ address, how, ips: brokers[index]?.ips ?? [] })),
        {
          ...{ timeoutMs, host: host?.label, mechanism: cluster.auth.mechanism, isClusterOfFile },
          ...{ isMsk: cluster.kind === 'msk', isLookedUp: cluster.msk !== undefined },
        },
      );
    },
  });
}
