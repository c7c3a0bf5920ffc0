import type { ConnectEndpoint, Instance } from '../../aws/aws.js';
import { ExopsError } from '../../errors.js';
import type { HostSettings, RouteName } from '../host-settings.js';
import { chooseEndpoint } from './choose-endpoint.js';
import type { Route } from './route.js';
import { installPage, isTokenSafe, lastVersionWithoutVariable } from './ssm-plugin-version.js';

/** What is known before anything is looked up. */
export interface RouteQuestion {
  /** A route that is set is taken, or none; without one, the first that is possible. */
  readonly settings: Pick<HostSettings, 'address' | 'port' | 'route' | 'via'>;
  readonly instance: Instance;
  /** How the instance is called in messages. */
  readonly name: string;
  /** Whether this machine has a public IPv6 address itself. */
  readonly hasIpv6: boolean;
}

/** What a lookup found, or why it failed. */
export type Lookup<Value> = { readonly is: Value } | { readonly failed: ExopsError };

/** What has been looked up so far. */
export interface RouteFacts {
  /** The endpoints of the instance's VPC. */
  readonly endpoints?: Lookup<readonly ConnectEndpoint[]>;
  /** The version of the session-manager-plugin, undefined when it isn't installed. */
  readonly plugin?: Lookup<string | undefined>;
  /** Whether Systems Manager manages the instance. */
  readonly isManaged?: Lookup<boolean>;
}

/** The route, or what must be looked up before it can be said. */
export type RouteDecision = { readonly route: Route } | { readonly needs: keyof RouteFacts };

interface Impossible {
  /** For a list of reasons: `no endpoint in vpc-0123`. */
  readonly because: string;
  readonly hint?: string;
  readonly failed?: ExopsError;
}

/** Tries one kind of route; `reasons` say why it has come to that. */
type Step = (
  question: RouteQuestion,
  facts: RouteFacts,
  reasons: readonly string[],
) => RouteDecision | Impossible | undefined;

const automatic: readonly Step[] = [
  throughHost,
  toChosenAddress,
  toPublicAddress,
  throughEndpoint,
  throughSsm,
];
const forced: Readonly<Record<RouteName, Step>> = {
  direct: directly,
  eice: throughEndpoint,
  ssm: throughSsm,
};

/**
 * Chooses how to reach an instance. Asks for one lookup at a time, and only for those that the choice hangs on.
 * @throws ExopsError when the route or address that is set is impossible, or the instance has no address at all
 */
export function chooseRoute(question: RouteQuestion, facts: RouteFacts): RouteDecision {
  const { route } = question.settings;
  const reasons: string[] = [];
  if (route !== undefined) reasons.push('as asked');
  for (const step of route === undefined ? automatic : [forced[route]]) {
    const outcome = step(question, facts, reasons);
    if (outcome === undefined) continue;
    if (!('because' in outcome)) return outcome;
    if (route !== undefined) throw impossible(outcome, route, question);
    reasons.push(outcome.because);
  }
  return lastResort(question, reasons);
}

function impossible({ because, hint, failed }: Impossible, route: RouteName, { name }: RouteQuestion): Error {
  return failed ?? new ExopsError(`Can't reach ${name} by route ${route}: ${because}.`, { hint });
}

function throughHost({ settings, instance, name }: RouteQuestion): RouteDecision | undefined {
  const { via, address: wanted } = settings;
  if (via === undefined) return undefined;
  const { publicAddress, privateAddress, ipv6Address } = instance;
  const address = wanted === 'public' ? publicAddress : (privateAddress ?? ipv6Address ?? publicAddress);
  if (address === undefined) throw noAddress(name, wanted);
  return { route: { kind: 'via', host: via, address } };
}

function toChosenAddress(question: RouteQuestion): RouteDecision | undefined {
  return question.settings.address === undefined ? undefined : directly(question);
}

function toPublicAddress(question: RouteQuestion): RouteDecision | Impossible {
  return publicAddresses(question).length > 0 ? directly(question) : { because: 'no public address' };
}

/** To the address that is set, or the one that suits best. */
function directly(question: RouteQuestion): RouteDecision {
  const { settings, instance, name } = question;
  const { publicAddress, privateAddress, ipv6Address } = instance;
  const wanted = settings.address;
  const [address, ...others] = wanted === 'private' ? [] : publicAddresses(question);
  if (address !== undefined) {
    return direct(address, address === publicAddress ? undefined : 'no public IPv4 address', others);
  }
  const fallback = wanted === 'public' ? ipv6Address : (privateAddress ?? ipv6Address);
  if (fallback === undefined) throw noAddress(name, wanted);
  return direct(fallback, wanted === 'private' ? 'the private address, as asked' : 'as asked');
}

/** The addresses that the internet knows and this machine can dial. */
function publicAddresses({ instance, hasIpv6 }: RouteQuestion): readonly string[] {
  const { publicAddress, ipv6Address } = instance;
  return [publicAddress, hasIpv6 ? ipv6Address : undefined].filter((one) => one !== undefined);
}

function direct(address: string, why: string | undefined, others: readonly string[] = []): RouteDecision {
  return { route: { kind: 'direct', address, others, why } };
}

/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-using-eice.html */
const endpointPorts: readonly number[] = [22, 3389];

function throughEndpoint(
  { settings, instance }: RouteQuestion,
  { endpoints }: RouteFacts,
  reasons: readonly string[],
): RouteDecision | Impossible {
  const { vpcId, subnetId } = instance;
  const privateAddress = instance.privateAddress ?? instance.ipv6Address;
  if (vpcId === undefined) return { because: 'it is in no VPC' };
  if (privateAddress === undefined) return { because: 'it has no private address' };
  if (!endpointPorts.includes(settings.port)) {
    return {
      because: `an endpoint opens ports ${endpointPorts.join(' and ')} only, not ${settings.port}`,
      hint: 'Let sshd listen on port 22, too, or take another route.',
    };
  }
  if (endpoints === undefined) return { needs: 'endpoints' };
  if ('failed' in endpoints) return failure(`the endpoints in ${vpcId} can't be listed`, endpoints.failed);
  const endpoint = chooseEndpoint(endpoints.is, instance);
  if (endpoint === undefined) {
    return {
      because: `no endpoint in ${vpcId}`,
      hint: `Make one: aws ec2 create-instance-connect-endpoint --subnet-id ${subnetId ?? 'SUBNET'}`,
    };
  }
  return { route: { kind: 'eice', endpoint, privateAddress, why: reasons.join(', ') } };
}

function throughSsm(
  { name }: RouteQuestion,
  { plugin, isManaged }: RouteFacts,
  reasons: readonly string[],
): RouteDecision | Impossible {
  if (plugin === undefined) return { needs: 'plugin' };
  if ('failed' in plugin) return failure("the session-manager-plugin doesn't run", plugin.failed);
  const missing = missingPlugin(plugin.is);
  if (missing !== undefined) return missing;
  if (isManaged === undefined) return { needs: 'isManaged' };
  if ('failed' in isManaged) return failure("Systems Manager can't be asked", isManaged.failed);
  if (isManaged.is) return { route: { kind: 'ssm', why: reasons.join(', ') } };
  return {
    because: 'not managed by SSM',
    hint: `The SSM agent must run on ${name}, with an instance profile that has the policy AmazonSSMManagedInstanceCore and a way to the service.`,
  };
}

function missingPlugin(version: string | undefined): Impossible | undefined {
  if (version === undefined) {
    return { because: "the session-manager-plugin isn't installed here", hint: `Install it: ${installPage}` };
  }
  if (isTokenSafe(version)) return undefined;
  return {
    because: `the session-manager-plugin ${version} takes a session's token on its command line, where others can read it`,
    hint: `Install one that is newer than ${lastVersionWithoutVariable}: ${installPage}`,
  };
}

function failure(because: string, failed: ExopsError): Impossible {
  const words = failed.message.replaceAll('\n', ' ').replace(/\.$/, '');
  return { because: `${because} (${words})`, failed };
}

function lastResort({ instance, name }: RouteQuestion, reasons: readonly string[]): RouteDecision {
  const address = instance.privateAddress ?? instance.ipv6Address;
  if (address === undefined) throw noAddress(name, undefined);
  return direct(address, `${reasons.join(', ')}: trying it directly, as a VPN would reach it`);
}

function noAddress(name: string, wanted: 'public' | 'private' | undefined): ExopsError {
  if (wanted === undefined) return new ExopsError(`${name} has no address.`);
  return new ExopsError(`${name} has no ${wanted} address.`, {
    hint: 'Leave address: out in exops.yaml to let exops choose.',
  });
}
