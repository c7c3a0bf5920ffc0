import type { Context } from '../context.js';
import { abortable } from '../lib/abortable.js';
import type { Target } from '../lib/change/plan-document.js';
import type { Environment, EnvironmentFlags } from '../lib/config/environment.js';
import { loadEnvironment } from '../lib/config/load-environment.js';
import { UsageError } from '../lib/errors.js';
import { formatAddress } from '../lib/kafka/address.js';
import { WrongClusterError } from '../lib/kafka/errors.js';
import type { MetadataResponse } from '../lib/kafka/requests/metadata.js';
import { directRoute } from '../lib/kafka/route.js';
import { KafkaSession } from '../lib/kafka/session.js';
import { printable } from '../lib/terminal/printable.js';
import { createProgress } from '../lib/terminal/progress.js';
import type { ClusterOptions } from './flags.js';

export type ClusterEnvironment = Environment & { readonly cluster: NonNullable<Environment['cluster']> };

/**
 * The environment that the flags, the variables and `exops.yaml` choose.
 * @throws UsageError when it names no cluster
 */
export async function clusterEnvironment(
  { cwd, home, env }: Context,
  options: ClusterOptions,
): Promise<ClusterEnvironment> {
  const { cluster, ...environment } = await loadEnvironment({
    cwd,
    home,
    env,
    flags: environmentFlags(options),
  });
  if (cluster === undefined)
    throw new UsageError(`The environment ${environment.name} has no cluster in ${environment.configFile}.`, {
      hint: 'Add cluster: { brokers: [host:port] } to it, or give --brokers.',
    });
  return { ...environment, cluster };
}

/** The flags that choose an environment, by the names that the configuration knows them by. */
export function environmentFlags(options: Partial<ClusterOptions>): EnvironmentFlags {
  const { env, config, brokers, auth, username, algorithm, tls, ca, cert, key } = options;
  return {
    ...{ environment: env, config, brokers, auth, username, algorithm, ca, certificate: cert, key },
    // Without the flag the file decides.
    ...(tls === false ? { tls } : {}),
  };
}

export interface ReachedCluster {
  readonly session: KafkaSession;
  readonly target: Target;
  /** The environment's name, or the cluster's address. */
  readonly place: string;
}

/** A session with the environment's cluster; says on stderr which one it is. Nothing is connected yet. */
export function reachCluster(
  { terminal, env }: Context,
  { name, cluster }: ClusterEnvironment,
  { verbose, timeout }: ClusterOptions,
): ReachedCluster {
  const brokers = cluster.brokers.map(formatAddress);
  const [first = '', ...others] = brokers;
  const address = others.length === 0 ? first : `${first} and ${others.length} more`;
  const isTraced = verbose || Boolean(env['EXOPS_DEBUG']);
  const words = [name, cluster.kind, address, directRoute.label].filter((word) => word !== undefined);
  terminal.err.line(words.join(' · '));
  return {
    place: name ?? address,
    target: { environment: name, kind: cluster.kind, brokers: brokers.join(',') },
    session: new KafkaSession({
      bootstrap: cluster.brokers,
      auth: cluster.auth,
      route: directRoute,
      trace: isTraced ? (event) => terminal.err.line(`  ${printable(event)}`) : () => {},
      ...(timeout === undefined
        ? {}
        : { connectTimeoutMs: Math.min(timeout, longestConnectMs), requestTimeoutMs: timeout }),
    }),
  };
}

const longestConnectMs = 10_000;

/** An answer of a cluster, and where it came from. */
export interface ClusterAnswer<Answer> {
  readonly answer: Answer;
  readonly environment: ClusterEnvironment;
  readonly target: Target;
}

/** Asks the environment's cluster something that changes nothing; Ctrl-C ends the wait. */
export async function askCluster<Answer extends { readonly metadata: MetadataResponse }>(
  context: Context,
  options: ClusterOptions,
  what: string,
  ask: (session: KafkaSession) => Promise<Answer>,
): Promise<ClusterAnswer<Answer>> {
  const environment = await clusterEnvironment(context, options);
  const { session, target } = reachCluster(context, environment, options);
  try {
    const answer = await createProgress(context.terminal).during(what, () =>
      abortable(ask(session), context.signal),
    );
    const { clusterId } = environment.cluster;
    if (clusterId !== undefined && clusterId !== answer.metadata.clusterId)
      throw new WrongClusterError(clusterId, answer.metadata.clusterId, 'exops.yaml');
    return { answer, environment, target };
  } finally {
    session.close();
  }
}
