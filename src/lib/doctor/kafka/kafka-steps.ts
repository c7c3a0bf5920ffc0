import type { ClusterFacts } from '../aws/cluster-step.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import { dnsStep } from './dns-step.js';
import { loginStep } from './login-step.js';
import { metadataStep } from './metadata-step.js';
import { protocolStep } from './protocol-step.js';
import { rightsStep } from './rights-step.js';
import { roundTripStep } from './round-trip-step.js';
import { tcpStep } from './tcp-step.js';
import { tlsStep } from './tls-step.js';
import { versionsStep } from './versions-step.js';
import type { KafkaAfter } from './way-in.js';

/** From the names of the brokers to a message and back, each layer on the one before. */
export function kafkaSteps(
  deps: DoctorDeps,
  { cluster, ...after }: KafkaAfter & { readonly cluster?: Step<ClusterFacts> | undefined },
) {
  const dns = dnsStep(deps, after);
  const tcp = tcpStep(deps, { ...after, dns });
  const tls = tlsStep(deps, { ...after, tcp });
  const protocol = protocolStep(deps, { ...after, tls });
  const versions = versionsStep({ protocol });
  const login = loginStep(deps, { ...after, versions });
  const metadata = metadataStep(deps, { ...after, tcp, login, cluster });
  const rights = rightsStep(deps, { ...after, login, metadata });
  const roundTrip = roundTripStep(deps, { ...after, login, metadata });
  return { dns, tcp, tls, protocol, versions, login, metadata, rights, roundTrip };
}
