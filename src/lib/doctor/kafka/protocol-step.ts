import type { Address } from '../../kafka/address.js';
import { type Auth, tlsOf } from '../../kafka/auth.js';
import { type ProtocolAnswer, probeProtocol } from '../../kafka/probe-login.js';
import { type Asked, probeTls } from '../../kafka/probe-port.js';
import type { VersionRange } from '../../kafka/wire/api.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { step } from '../step.js';
import { judgeProtocol } from './judge-protocol.js';
import { mechanismOf } from './listener-words.js';
import type { SecuredBroker } from './tls-step.js';
import { type KafkaAfter, targetOf } from './way-in.js';

/** The value of the protocol step: brokers that speak Kafka in the way that the environment wants, and their versions. */
export interface SpeakingBroker {
  readonly address: Address;
  readonly ranges: ReadonlyMap<number, VersionRange>;
}

export interface AskedForProtocol extends SecuredBroker {
  readonly answer: ProtocolAnswer;
  /** Of the certificate, where TLS answers whom spoke without. */
  readonly names: readonly string[];
}

const probeMs = 3_000;

/** Which protocol answers on the brokers' ports, as far as that shows without a login, and whether it is the environment's. */
export function protocolStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { tls, ...after }: KafkaAfter & { readonly tls: Step<readonly SecuredBroker[]> },
): Step<readonly SpeakingBroker[]> {
  const timeoutMs = deps.timeoutMs ?? probeMs;
  return step({
    layer: 'protocol',
    tries: 'what the ports of the brokers speak',
    after: [after.settings, after.ssh, tls],
    // A port that doesn't answer is asked once more, with TLS.
    deadlineMs: 2 * timeoutMs + 1_000,
    run: async (known) => {
      const { cluster, route, isClusterOfFile } = targetOf(known, after);
      const asked = await Promise.all(
        known.value(tls).map(async (broker) => ({
          ...broker,
          ...(await whatSpeaks({ route, address: broker.address, timeoutMs }, broker, cluster.auth)),
        })),
      );
      return judgeProtocol(asked, { auth: cluster.auth, isClusterOfFile, msk: cluster.msk });
    },
  });
}

async function whatSpeaks(asked: Asked, { overTls }: SecuredBroker, auth: Auth) {
  const settings = overTls ? tlsOf(auth) : undefined;
  const answer = await probeProtocol(asked, settings, mechanismOf(auth) ?? 'PLAIN');
  const mayBeTls = !overTls && (answer.speaks === 'tls' || answer.speaks === 'nothing');
  if (!mayBeTls) return { answer, names: [] };
  const secure = await probeTls(asked.route, asked.address, asked.timeoutMs);
  return secure.speaks === 'tls'
    ? { answer: { speaks: 'tls' } as const, names: secure.names }
    : { answer, names: [] };
}
