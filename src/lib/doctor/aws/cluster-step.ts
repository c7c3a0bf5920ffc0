import type { Aws } from '../../aws/aws.js';
import type { BootstrapString, MskAccess, MskCluster } from '../../aws/contract/msk.js';
import type { Environment } from '../../config/environment.js';
import type { MskGiven } from '../../config/msk-given.js';
import { referencesIn } from '../../config/reference-syntax.js';
import type { Address } from '../../kafka/address.js';
import { mskAuthOf, mskRegionOf } from '../../kafka/msk-ports.js';
import { type ClusterWanted, chooseCluster } from '../../msk/choose-cluster.js';
import { meaningOf } from '../../msk/states.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import { ClusterLookUpError, type DoctorDeps } from '../doctor-deps.js';
import type { Outcome, Step } from '../model.js';
import { lacking, skipped, step } from '../step.js';
import type { AwsAccount } from './account-step.js';
import { notRead } from './explained.js';
import { awsDeadlineMs, inTime } from './in-time.js';
import { explainCluster, judgeCluster } from './judge-cluster.js';
import { judgePorts } from './judge-ports.js';
import { recognise } from './recognise.js';

/** The value of the cluster's step. */
export interface ClusterFacts {
  /** Undefined where it is none of MSK, or wasn't found among those of the region. */
  readonly msk?: MskCluster;
  readonly strings?: readonly BootstrapString[];
  /** Of an MSK cluster: its brokers as they are dialled. Instances that are brokers are no matter of this step. */
  readonly targets: readonly Target[];
  /** From where those are reached: only in the cluster's own network its security groups decide. */
  readonly access?: MskAccess;
}

/** An address that is dialled, and what decides who reaches it. */
export interface Target {
  readonly address: Address;
  readonly securityGroupIds: readonly string[];
}

export interface ClusterAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly account: Step<AwsAccount | undefined>;
}

/** Whether the MSK cluster is there, can be used and listens for the environment's login. */
export function clusterStep(deps: DoctorDeps, { configuration, account }: ClusterAfter): Step<ClusterFacts> {
  return step({
    layer: 'cluster',
    tries: 'the MSK cluster',
    after: [configuration, account],
    deadlineMs: awsDeadlineMs(deps),
    run: async (known, signal) => {
      const { given } = known.value(configuration);
      const { cluster } = given;
      if (cluster === undefined) return skipped('the environment has no cluster', none);
      const place = known.value(account);
      if (cluster.msk === undefined || place === undefined) return lookAtBrokers(deps, place?.aws, signal);
      const wanted = await wantedOf(cluster.msk, deps);
      if ('outcome' in wanted) return wanted.outcome;
      const listener = { mechanism: cluster.auth.mechanism.value, access: cluster.msk.access.value };
      return lookAtNamed(deps, place.aws, { wanted: wanted.cluster, ...listener }, signal);
    },
  });
}

const none: ClusterFacts = { targets: [] };

type Settled = { readonly environment: Environment } | { readonly outcome: Outcome<never> };

async function environmentOf(deps: DoctorDeps): Promise<Settled> {
  try {
    return { environment: await deps.environment() };
  } catch (error) {
    if (error instanceof ClusterLookUpError) return { outcome: explainCluster(error.cause ?? error) };
    return { outcome: lacking('settings') };
  }
}

/** A name that is a reference is known once the settings are. */
async function wantedOf(
  { by, cluster }: MskGiven,
  deps: DoctorDeps,
): Promise<{ readonly cluster: ClusterWanted } | { readonly outcome: Outcome<never> }> {
  if (referencesIn(cluster.value).length === 0) return { cluster: { [by]: cluster.value } };
  const settled = await environmentOf(deps);
  if ('outcome' in settled) return settled;
  return { cluster: { arn: settled.environment.cluster?.msk?.arn } };
}

interface Named {
  readonly wanted: ClusterWanted;
  readonly mechanism: Parameters<typeof mskAuthOf>[0];
  readonly access: MskAccess;
}

async function lookAtNamed(
  deps: DoctorDeps,
  aws: Aws,
  { wanted, mechanism, access }: Named,
  signal: AbortSignal,
): Promise<Outcome<ClusterFacts>> {
  const ask = <Answer>(what: string, question: (own: AbortSignal) => Promise<Answer>) =>
    inTime(deps, signal, what, question);
  try {
    const cluster = await ask('the MSK cluster', (own) => chooseCluster(aws, wanted, own));
    const isUsable = meaningOf(cluster.state).clients !== "can't connect";
    const strings = isUsable
      ? await ask('kafka:GetBootstrapBrokers', (own) => aws.msk.bootstrapBrokers(cluster.arn, own))
      : [];
    return judgeCluster({ cluster, strings, auth: mskAuthOf(mechanism), access });
  } catch (error) {
    return explainCluster(error);
  }
}

/** Brokers that were given, which may be those of an MSK cluster: their names say so. */
async function lookAtBrokers(
  deps: DoctorDeps,
  aws: Aws | undefined,
  signal: AbortSignal,
): Promise<Outcome<ClusterFacts>> {
  const settled = await environmentOf(deps);
  if ('outcome' in settled) return settled.outcome;
  const { brokers = [], auth } = settled.environment.cluster ?? {};
  const ofMsk = brokers.filter(({ host }) => mskRegionOf(host) !== undefined);
  const [first] = ofMsk;
  if (first === undefined || auth === undefined) return skipped("the cluster isn't one of MSK", none);
  const wrong = judgePorts(ofMsk, auth.mechanism);
  if (aws === undefined || mskRegionOf(first.host) !== aws.region)
    return {
      findings: wrong,
      skipped: 'the cluster is of MSK in another region than AWS is asked in',
      value: none,
    };
  try {
    const found = await inTime(deps, signal, 'the MSK clusters', (own) =>
      recognise(aws.msk, first.host, own),
    );
    if (found === undefined)
      return { findings: wrong, skipped: 'no MSK cluster of this region has these brokers', value: none };
    const judged = judgeCluster({ ...found, brokers: ofMsk, auth: mskAuthOf(auth.mechanism) });
    return { ...judged, findings: [...judged.findings, ...wrong] };
  } catch (error) {
    return { findings: [notRead(error), ...wrong], value: none };
  }
}
