import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import type { Environment } from '../../lib/config/environment.js';
import { UsageError } from '../../lib/errors.js';
import { WrongClusterError } from '../../lib/kafka/errors.js';
import type { KafkaSession } from '../../lib/kafka/session.js';
import type { KafkaLook } from '../../lib/power/kafka.js';
import type { SleepOptions } from '../flags.js';
import { type OpenEnvironment, openEnvironment } from '../open-environment.js';
import { quietContext } from '../quiet-context.js';

/** What doesn't answer in this time is not there yet; milliseconds. */
const patienceMs = 10_000;

/**
 * The environment's Kafka, reached when it is first asked, and anew each time; undefined when the environment has none.
 * Nothing is said of the way there.
 */
export async function kafkaLook(context: Context, options: SleepOptions): Promise<KafkaLook | undefined> {
  const quiet = quietContext(context);
  let opened = await openCluster(quiet, options);
  if (opened === undefined && !(await hasCluster(quiet, options))) return undefined;
  const cluster = opened?.environment.cluster;
  const during = async <Answer>(
    signal: AbortSignal,
    ask: (session: KafkaSession, clusterId: string | undefined) => Promise<Answer>,
  ): Promise<Answer> => {
    opened ??= await openCluster(quiet, options);
    if (opened === undefined) throw new UsageError('its brokers have no addresses yet');
    return asking({ ...quiet, signal }, opened, options, ask);
  };
  return {
    isMsk: cluster?.kind === 'msk',
    hosts: cluster?.brokers.map(({ host }) => host),
    via: opened === undefined ? undefined : viaInstance(opened.environment, cluster?.via),
    health: (signal) =>
      during(signal, async (session, clusterId) => {
        const { readKafkaHealth } = await import('../../lib/power/kafka-health.js');
        return readKafkaHealth(session, checked(await session.metadata(null), clusterId));
      }),
    brokers: (signal) =>
      during(signal, async (session, clusterId) => {
        const { brokers } = checked(await session.metadata([]), clusterId);
        return brokers.length;
      }),
  };
}

/** Undefined without a cluster, or while none of its brokers has an address. */
async function openCluster(context: Context, options: SleepOptions): Promise<WithCluster | undefined> {
  const opened = await openEnvironment(context, options, { kind: 'sleep', withCluster: true });
  const { environment } = opened;
  const { cluster } = environment;
  return cluster === undefined ? undefined : { ...opened, environment: { ...environment, cluster } };
}

/** Whoever wants the cluster and nothing else is told that its brokers have no addresses. */
async function hasCluster(context: Context, options: SleepOptions): Promise<boolean> {
  try {
    const { environment } = await openEnvironment(context, options);
    return environment.cluster !== undefined;
  } catch (error) {
    if (error instanceof UsageError) return true;
    throw error;
  }
}

type WithCluster = OpenEnvironment & {
  readonly environment: Environment & { readonly cluster: NonNullable<Environment['cluster']> };
};

async function asking<Answer>(
  context: Context,
  opened: WithCluster,
  options: SleepOptions,
  ask: (session: KafkaSession, clusterId: string | undefined) => Promise<Answer>,
): Promise<Answer> {
  const { reachCluster } = await import('../reach-cluster.js');
  const timeout = Math.min(options.timeout ?? patienceMs, patienceMs);
  const cluster = { ...options, tls: true, timeout };
  const { session, close } = await abortable(reachCluster(context, opened, cluster), context.signal);
  try {
    return await abortable(ask(session, opened.environment.cluster.clusterId), context.signal);
  } finally {
    close();
  }
}

/** What answers must be the environment's own. */
function checked<Answer extends { readonly clusterId: string | null }>(
  answer: Answer,
  clusterId: string | undefined,
): Answer {
  if (clusterId !== undefined && clusterId !== answer.clusterId)
    throw new WrongClusterError(clusterId, answer.clusterId, 'exops.yaml');
  return answer;
}

function viaInstance({ hosts }: Environment, via: string | undefined): string | undefined {
  if (via === undefined) return undefined;
  const instance = hosts.get(via)?.instance;
  if (instance === undefined) return via;
  return instance.by === 'id' ? instance.id : instance.tags['Name'];
}
