import type { BootstrapString, MskAccess, MskAuth, MskCluster } from '../../aws/contract/msk.js';
import { UsageError } from '../../errors.js';
import type { Address } from '../../kafka/address.js';
import { mskListenerWords } from '../../kafka/msk-ports.js';
import { chooseBootstrap, NoListenerError } from '../../msk/choose-bootstrap.js';
import { AmbiguousClusterError, NoSuchClusterError, OtherRegionError } from '../../msk/choose-cluster.js';
import { ClusterNotReadyError } from '../../msk/find-cluster.js';
import { flavourOf } from '../../msk/flavour.js';
import { listenersInWords } from '../../msk/listener-words.js';
import { meaningOf } from '../../msk/states.js';
import { printable } from '../../terminal/printable.js';
import type { Finding, Outcome } from '../model.js';
import type { ProblemId } from '../problems/problems.js';
import { broken } from '../step.js';
import type { ClusterFacts } from './cluster-step.js';
import { explained } from './explained.js';

/** An MSK cluster, and what of it is dialled: the listener for a login, or brokers that were given. */
export interface ClusterSeen {
  readonly cluster: MskCluster;
  readonly strings: readonly BootstrapString[];
  /** Undefined for a login that MSK doesn't have. */
  readonly auth?: MskAuth | undefined;
  readonly access?: MskAccess;
  readonly brokers?: readonly Address[];
}

/** Pure. */
export function judgeCluster(seen: ClusterSeen): Outcome<ClusterFacts> {
  const { cluster, strings } = seen;
  const state = judgeState(cluster);
  if (state?.verdict === 'broken') return { findings: [state] };
  try {
    const { brokers, access, words } = dialled(seen);
    const saw = [`${printable(cluster.name)} ${printable(cluster.state)}`, kindWords(cluster), words];
    const targets = brokers.map((address) => ({ address, securityGroupIds: cluster.securityGroupIds }));
    const value = { msk: cluster, strings, targets, ...(access === undefined ? {} : { access }) };
    return {
      findings: [{ verdict: 'ok', saw: saw.join(', ') }, ...(state === undefined ? [] : [state])],
      value,
    };
  } catch (error) {
    return explainCluster(error);
  }
}

function judgeState({ name, state, stateMessage }: MskCluster): Finding | undefined {
  if (state === 'ACTIVE') return undefined;
  const { meaning, clients } = meaningOf(state);
  const said = stateMessage === undefined ? '' : `; AWS says: ${printable(stateMessage)}`;
  const saw = `${printable(name)} is ${printable(state)}: ${meaning}${said}`;
  if (clients !== "can't connect")
    return {
      ...{ verdict: 'warning', saw, problem: 'msk-busy' },
      next: ['See when it is ACTIVE again:', 'exops msk list'],
    };
  const next =
    state === 'CREATING'
      ? ['That takes 15 to 30 minutes. See how far it is:', 'exops msk list']
      : ['Take another cluster:', 'exops msk list'];
  return { verdict: 'broken', saw, problem: 'msk-not-ready', next };
}

function kindWords(cluster: MskCluster): string {
  const flavour = flavourOf(cluster);
  return flavour === 'standard'
    ? `Kafka ${printable(cluster.kafkaVersion ?? 'of unknown version')}`
    : flavour;
}

interface Dialled {
  readonly brokers: readonly Address[];
  readonly access: MskAccess | undefined;
  readonly words: string;
}

/** @throws NoListenerError */
function dialled({ cluster, strings, auth, access, brokers }: ClusterSeen): Dialled {
  if (brokers !== undefined) {
    const from = accessOf(strings, brokers);
    const isOff = auth !== undefined && strings.every((one) => one.auth !== auth);
    if (isOff) chooseBootstrap(cluster, strings, { auth, access: from ?? 'private' });
    return { brokers, access: from, words: `it has ${listenersInWords(strings)}` };
  }
  const wanted = { auth: auth ?? 'plaintext', access: access ?? 'private' };
  const found = chooseBootstrap(cluster, strings, wanted);
  const addresses = found.brokers.split(',').map(addressOf);
  const ports = [...new Set(addresses.map(({ port }) => port))].join(', ');
  return { brokers: addresses, access, words: `${mskListenerWords[wanted.auth]} brokers on ${ports}` };
}

/** As AWS gives them: `b-1.…:9098`. */
function addressOf(text: string): Address {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) };
}

function accessOf(strings: readonly BootstrapString[], [first]: readonly Address[]): MskAccess | undefined {
  const host = first?.host.toLowerCase();
  return strings.find(({ brokers }) =>
    brokers.split(',').some((one) => addressOf(one).host.toLowerCase() === host),
  )?.access;
}

/** Pure: why there is no cluster to connect to. */
export function explainCluster(error: unknown): Outcome<never> {
  return broken(explained(error, problemOf(error)));
}

function problemOf(error: unknown): ProblemId {
  if (error instanceof NoSuchClusterError) return 'msk-not-found';
  if (error instanceof AmbiguousClusterError) return 'msk-ambiguous';
  if (error instanceof NoListenerError) return 'msk-listener-off';
  if (error instanceof ClusterNotReadyError) return 'msk-not-ready';
  if (error instanceof OtherRegionError) return 'msk-other-region';
  return error instanceof UsageError ? 'msk-not-found' : 'step-failed';
}
