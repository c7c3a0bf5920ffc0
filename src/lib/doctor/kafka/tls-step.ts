import type { Address } from '../../kafka/address.js';
import { tlsOf } from '../../kafka/auth.js';
import { probeHandshake, type TlsAnswer } from '../../kafka/probe-handshake.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { skipped, step } from '../step.js';
import { judgeTls } from './judge-tls.js';
import type { AnsweringBrokers } from './tcp-step.js';
import { type KafkaAfter, targetOf } from './way-in.js';

/** The value of the TLS step: brokers whose certificate is trusted, and those that speak no TLS or weren't asked to. */
export interface SecuredBroker {
  readonly address: Address;
  readonly overTls: boolean;
}

export interface AskedForTls {
  readonly address: Address;
  readonly answer: TlsAnswer;
}

const probeMs = 4_000;

/** The brokers' certificates, and whether they take ours. What speaks no TLS at all is the protocol's to explain. */
export function tlsStep(
  deps: Pick<DoctorDeps, 'timeoutMs' | 'clock'>,
  { tcp, ...after }: KafkaAfter & { readonly tcp: Step<AnsweringBrokers> },
): Step<readonly SecuredBroker[]> {
  const timeoutMs = deps.timeoutMs ?? probeMs;
  return step({
    layer: 'tls',
    tries: 'the certificates of the brokers',
    after: [after.settings, after.ssh, tcp],
    deadlineMs: timeoutMs + 1_000,
    run: async (known) => {
      const { cluster, route, isClusterOfFile } = targetOf(known, after);
      const addresses = known.value(tcp);
      const settings = tlsOf(cluster.auth);
      if (settings === undefined)
        return skipped(
          'the environment wants none',
          addresses.map((address) => ({ address, overTls: false })),
        );
      const answers = await Promise.all(
        addresses.map(async (address) => ({
          address,
          answer: await probeHandshake({ route, address, timeoutMs }, settings),
        })),
      );
      const { serverName, certificate } = settings;
      const place = { serverName, gaveCertificate: certificate !== undefined, isClusterOfFile };
      return judgeTls(answers, { ...place, now: deps.clock.now() });
    },
  });
}
