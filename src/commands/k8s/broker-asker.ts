import type { Context } from '../../context.js';
import { abortable } from '../../lib/abortable.js';
import type { BrokerAnswer } from '../../lib/bootstrap/model.js';
import { probeBrokers } from '../../lib/bootstrap/probe-brokers.js';
import type { Address } from '../../lib/kafka/address.js';
import type { Auth } from '../../lib/kafka/auth.js';
import { directRoute } from '../../lib/kafka/route.js';
import { KafkaSession } from '../../lib/kafka/session.js';
import type { AwsOptions } from '../flags.js';
import { type OpenEnvironment, tracer } from '../open-environment.js';
import { throughHost } from '../reach-cluster.js';

/** A broker of the same network answers in milliseconds; who doesn't in this time, doesn't. */
const patienceMs = 10_000;

/**
 * Asks brokers where they are to be found, the way that the environment's cluster is reached and logged in to: through
 * its host, when it has one, which is inside the pods' network.
 */
export function brokerAsker(
  context: Context,
  opened: OpenEnvironment,
  options: AwsOptions,
  servers: readonly Address[],
): () => Promise<readonly BrokerAnswer[]> {
  const { cluster } = opened.environment;
  return async () => {
    const way =
      cluster?.via === undefined
        ? undefined
        : await throughHost(context, { ...opened, environment: { ...opened.environment, cluster } }, options);
    const settings = {
      auth: cluster?.auth ?? none,
      route: way?.route ?? directRoute,
      trace: tracer(context, options.verbose),
      connectTimeoutMs: Math.min(options.timeout ?? patienceMs, patienceMs),
      requestTimeoutMs: options.timeout ?? patienceMs,
    };
    const ask = async (address: Address) => {
      const session = new KafkaSession({ ...settings, bootstrap: [address] });
      try {
        return (await abortable(session.metadata([]), context.signal)).clusterId;
      } finally {
        session.close();
      }
    };
    try {
      return await probeBrokers(ask, servers, cluster?.clusterId);
    } finally {
      way?.close();
    }
  };
}

const none: Auth = { mechanism: 'none' };
