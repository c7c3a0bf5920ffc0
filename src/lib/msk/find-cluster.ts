import type { BootstrapString, MskAccess, MskAuth, MskCluster } from '../aws/contract/msk.js';
import { ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { chooseBootstrap } from './choose-bootstrap.js';
import { type ClusterWanted, checkArn, chooseCluster, type MskOfRegion } from './choose-cluster.js';
import { type Flavour, flavourOf } from './flavour.js';
import { meaningOf } from './states.js';

/** What a configuration says of its cluster. */
export interface MskWanted extends ClusterWanted {
  readonly auth: MskAuth;
  readonly access: MskAccess;
}

export interface FoundCluster {
  readonly arn: string;
  /** `b-1.….kafka.ap-northeast-2.amazonaws.com:9098,b-2.…` */
  readonly brokers: string;
  /** What decides which settings its topics may have. */
  readonly flavour: Flavour;
}

/** No client can connect to it, as its state is. */
export class ClusterNotReadyError extends ExopsError {}

/**
 * The bootstrap servers of the cluster that a configuration names, for its authentication.
 * @throws the errors of `chooseCluster` and `chooseBootstrap`, and ClusterNotReadyError
 */
export async function findMskCluster(
  aws: MskOfRegion,
  wanted: MskWanted,
  signal?: AbortSignal,
): Promise<FoundCluster> {
  const { cluster, strings } = await clusterAndStrings(aws, wanted, signal);
  const { brokers } = chooseBootstrap(cluster, strings, wanted);
  return { arn: cluster.arn, brokers, flavour: flavourOf(cluster) };
}

export interface ClusterAndStrings {
  readonly cluster: MskCluster;
  readonly strings: readonly BootstrapString[];
}

/** Both at once where the ARN is known. @throws ClusterNotReadyError */
export async function clusterAndStrings(
  aws: MskOfRegion,
  wanted: ClusterWanted,
  signal?: AbortSignal,
): Promise<ClusterAndStrings> {
  if (wanted.arn !== undefined) checkArn(wanted.arn, aws.region);
  // AWS refuses it while a cluster is being made, which the cluster's state explains better.
  const early = wanted.arn === undefined ? undefined : settled(aws.msk.bootstrapBrokers(wanted.arn, signal));
  const cluster = await chooseCluster(aws, wanted, signal);
  checkState(cluster);
  const answer = await (early ?? settled(aws.msk.bootstrapBrokers(cluster.arn, signal)));
  if ('error' in answer) throw answer.error;
  return { cluster, strings: answer.strings };
}

/** @throws ClusterNotReadyError where no client can connect */
function checkState({ name, state, stateMessage }: MskCluster): void {
  const { meaning, clients } = meaningOf(state);
  if (clients !== "can't connect") return;
  const words = stateMessage === undefined ? '' : ` AWS says: ${printable(stateMessage)}`;
  throw new ClusterNotReadyError(
    `MSK cluster ${printable(name)} is ${printable(state)}: ${meaning}.${words}`,
    {
      hint:
        state === 'CREATING'
          ? 'That takes 15 to 30 minutes. See: exops msk list'
          : 'Take another cluster: exops msk list',
    },
  );
}

type Answer = { readonly strings: readonly BootstrapString[] } | { readonly error: unknown };

/** An answer that may never be looked at. */
function settled(asked: Promise<readonly BootstrapString[]>): Promise<Answer> {
  return asked.then(
    (strings) => ({ strings }),
    (error: unknown) => ({ error }),
  );
}
