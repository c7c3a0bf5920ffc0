import type { Context } from '../context.js';
import { abortable } from '../lib/abortable.js';
import type { Target } from '../lib/change/plan-document.js';
import type { Environment } from '../lib/config/environment.js';
import { UsageError } from '../lib/errors.js';
import { formatAddress } from '../lib/kafka/address.js';
import { WrongClusterError } from '../lib/kafka/errors.js';
import type { MetadataResponse } from '../lib/kafka/requests/metadata.js';
import { directRoute, type Route } from '../lib/kafka/route.js';
import { KafkaSession } from '../lib/kafka/session.js';
import { dottedLine } from '../lib/terminal/dotted-line.js';
import { createProgress } from '../lib/terminal/progress.js';
import { clusterWords } from './cluster-words.js';
import type { AwsOptions, ClusterOptions } from './flags.js';
import { type OpenEnvironment, openEnvironment, tracer } from './open-environment.js';

export type ClusterEnvironment = Environment & { readonly cluster: NonNullable<Environment['cluster']> };

/**
 * The environment that the flags, the variables and `exops.yaml` choose.
 * @throws UsageError when it names no cluster
 */
export async function clusterEnvironment(
  context: Context,
  options: ClusterOptions,
): Promise<OpenClusterEnvironment> {
  const { environment, aws } = await openEnvironment(context, options);
  const { cluster, ...rest } = environment;
  if (cluster === undefined)
    throw new UsageError(`The environment ${environment.name} has no cluster in ${environment.configFile}.`, {
      hint: 'Add cluster: { brokers: [host:port] } to it, or { name: … } of an MSK cluster, or give --brokers.',
    });
  return { environment: { ...rest, cluster }, aws };
}

export interface OpenClusterEnvironment extends OpenEnvironment {
  readonly environment: ClusterEnvironment;
}

export interface ReachedCluster {
  readonly session: KafkaSession;
  readonly target: Target;
  /** The environment's name, or the cluster's address. */
  readonly place: string;
  /** One more session, with connections of its own; `close` ends it, too. */
  connect(): KafkaSession;
  close(): void;
}

/**
 * A session with the environment's cluster; says on stderr which one it is. The host that it goes through is
 * connected, the cluster not yet.
 */
export async function reachCluster(
  context: Context,
  { environment, aws }: OpenClusterEnvironment,
  options: ClusterOptions,
): Promise<ReachedCluster> {
  const { name, cluster } = environment;
  const { terminal } = context;
  const { timeout } = options;
  const brokers = cluster.brokers.map(formatAddress);
  const { address, kind, place } = clusterWords(cluster);
  const way =
    cluster.via === undefined ? undefined : await throughHost(context, { environment, aws }, options);
  const route = way?.route ?? directRoute;
  const words = [name, ...(place ?? way?.place ?? []), kind, address, route.label];
  terminal.err.line(dottedLine(words, terminal.err.columns));
  const settings = {
    bootstrap: cluster.brokers,
    auth: cluster.auth,
    route,
    trace: tracer(context, options.verbose),
    diagnosis: name === undefined ? `exops doctor --brokers ${brokers.join(',')}` : `exops doctor -e ${name}`,
    ...(timeout === undefined
      ? {}
      : { connectTimeoutMs: Math.min(timeout, longestConnectMs), requestTimeoutMs: timeout }),
  };
  const sessions: KafkaSession[] = [];
  const connect = () => {
    const opened = new KafkaSession(settings);
    sessions.push(opened);
    return opened;
  };
  return {
    place: name ?? address,
    target: { environment: name, kind: cluster.kind, brokers: brokers.join(',') },
    session: connect(),
    connect,
    close() {
      for (const session of sessions) session.close();
      way?.close();
    },
  };
}

interface Way {
  readonly route: Route;
  /** For the line that names the target: `123456789012 ap-northeast-2` */
  readonly place: readonly string[];
  close(): void;
}

/** The environment's host, logged in to: the way to its brokers. */
export async function throughHost(
  context: Context,
  { environment, aws }: OpenClusterEnvironment,
  options: AwsOptions,
): Promise<Way> {
  const { reachHost } = await import('./reach-host.js');
  const { forwardRoute } = await import('../lib/kafka/forward-route.js');
  const host = await reachHost(context, { environment, aws }, options, environment.cluster.via ?? '');
  return {
    route: forwardRoute(`via ${host.label}`, (to, port) => host.session.forward(to, port)),
    place: [host.place],
    close: () => host.close(),
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
  const opened = await clusterEnvironment(context, options);
  const { environment } = opened;
  const { session, target, close } = await reachCluster(context, opened, options);
  try {
    const answer = await createProgress(context.terminal).during(what, () =>
      abortable(ask(session), context.signal),
    );
    const { clusterId } = environment.cluster;
    if (clusterId !== undefined && clusterId !== answer.metadata.clusterId)
      throw new WrongClusterError(clusterId, answer.metadata.clusterId, 'exops.yaml');
    return { answer, environment, target };
  } finally {
    close();
  }
}
