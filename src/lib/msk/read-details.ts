import type { BootstrapString, Msk, MskBroker, MskCluster } from '../aws/contract/msk.js';
import { AccessError, ExopsError, messageOf } from '../errors.js';
import { meaningOf } from './states.js';

/** What MSK tells of a cluster by requests of their own. */
export interface ClusterDetails {
  readonly strings: readonly BootstrapString[];
  readonly brokers: readonly MskBroker[];
  /** ARNs of the secrets that SCRAM logs in with. */
  readonly secrets: readonly string[];
  /** Its own policy as JSON. */
  readonly policy: string | undefined;
  /** What could not be read, and why. */
  readonly unread: readonly UnreadDetail[];
}

export interface UnreadDetail {
  readonly what: string;
  readonly why: string;
  /** A right is missing. */
  readonly isRight: boolean;
}

/** All at once; what fails is left out and told, and so is what a cluster that is being made or deleted doesn't have. */
export async function readDetails(
  msk: Msk,
  { arn, kind, state, auths }: MskCluster,
  signal: AbortSignal,
): Promise<ClusterDetails> {
  const unread: UnreadDetail[] = [];
  const part = async <Value>(what: string, none: Value, isThere: boolean, ask: () => Promise<Value>) => {
    if (!isThere) return none;
    try {
      return await ask();
    } catch (error) {
      if (signal.aborted || !(error instanceof ExopsError)) throw error;
      unread.push({ what, why: messageOf(error), isRight: error instanceof AccessError });
      return none;
    }
  };
  const isUsable = meaningOf(state).clients !== "can't connect";
  const isProvisioned = kind === 'provisioned';
  const [strings, brokers, secrets, policy] = await Promise.all([
    part('bootstrap servers', [], isUsable, () => msk.bootstrapBrokers(arn, signal)),
    part('brokers', [], isUsable && isProvisioned, () => msk.brokers(arn, signal)),
    part('SCRAM secrets', [], isProvisioned && auths.includes('scram'), () => msk.scramSecrets(arn, signal)),
    part('cluster policy', undefined, isUsable, async () => (await msk.clusterPolicy(arn, signal))?.text),
  ]);
  return { strings, brokers, secrets, policy, unread };
}
