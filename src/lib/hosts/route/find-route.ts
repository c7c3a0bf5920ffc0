import { networkInterfaces } from 'node:os';
import type { Aws } from '../../aws/aws.js';
import type { Variables } from '../../config/environment-variables.js';
import { ExopsError } from '../../errors.js';
import { chooseRoute, type Lookup, type RouteFacts, type RouteQuestion } from './choose-route.js';
import { hasPublicIpv6 } from './ip-address.js';
import type { Route } from './route.js';
import { pluginVersion } from './ssm-plugin-version.js';

export interface FindRouteDeps {
  readonly aws: Pick<Aws, 'ec2' | 'ssm'>;
  /** Its PATH is searched for the session-manager-plugin. */
  readonly env: Variables;
}

/**
 * Chooses how to reach an instance, and looks up what that hangs on.
 * @throws ExopsError when the route or address that is set is impossible
 */
export async function findRoute(
  asked: Omit<RouteQuestion, 'hasIpv6'>,
  deps: FindRouteDeps,
  signal: AbortSignal,
): Promise<Route> {
  const question = { ...asked, hasIpv6: hasPublicIpv6(networkInterfaces()) };
  let facts: RouteFacts = {};
  for (;;) {
    const decision = chooseRoute(question, facts);
    if ('route' in decision) return decision.route;
    facts = { ...facts, ...(await lookUp(decision.needs, question, deps, signal)) };
  }
}

async function lookUp(
  fact: keyof RouteFacts,
  { instance }: RouteQuestion,
  { aws, env }: FindRouteDeps,
  signal: AbortSignal,
): Promise<RouteFacts> {
  switch (fact) {
    case 'endpoints':
      return {
        endpoints: await settled(aws.ec2.describeConnectEndpoints(instance.vpcId ?? '', signal), signal),
      };
    case 'plugin':
      return { plugin: await settled(pluginVersion(env, signal), signal) };
    case 'isManaged':
      return { isManaged: await settled(aws.ssm.isManaged(instance.id, signal), signal) };
  }
}

/** A right that is missing for one route doesn't hinder another; a bug or an interruption does. */
async function settled<Value>(answer: Promise<Value>, signal: AbortSignal): Promise<Lookup<Value>> {
  try {
    return { is: await answer };
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof ExopsError) return { failed: error };
    throw error;
  }
}
