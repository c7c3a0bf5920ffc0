import type { Instance } from '../../aws/aws.js';
import type { Environment } from '../../config/environment.js';
import { hostSource, referencesIn } from '../../config/reference-syntax.js';
import { UsageError } from '../../errors.js';
import { findInstances } from '../../hosts/find/find-instances.js';
import type { HostSettings } from '../../hosts/host-settings.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Outcome, Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { broken, skipped, step } from '../step.js';
import type { AwsAccount } from './account-step.js';
import { explained, notRead } from './explained.js';
import { awsDeadlineMs, inTime } from './in-time.js';
import { judgeInstances, type Role, type SeenHost } from './judge-instances.js';
import { hostsOnTheWay } from './way-in.js';

/** The value of the instances' step. */
export interface FoundInstances {
  /** Those that run, by the names of their hosts: on the way, or brokers. */
  readonly hosts: ReadonlyMap<string, Instance>;
  /** The hosts on the way, its end first. */
  readonly way: readonly HostSettings[];
}

export interface InstanceAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly account: Step<AwsAccount | undefined>;
  readonly settings: Step<ResolvedSettings>;
}

/** Whether the instances on the way run, and those that are brokers. */
export function instanceStep(
  deps: DoctorDeps,
  { configuration, account, settings }: InstanceAfter,
): Step<FoundInstances> {
  return step({
    layer: 'instance',
    tries: 'the instances on the way, and those that are brokers',
    after: [configuration, account, settings],
    deadlineMs: awsDeadlineMs(deps),
    run: async (known, signal) => {
      const facts = known.value(configuration);
      const { environment } = known.value(settings);
      const place = known.value(account);
      if (place === undefined) return skipped('nothing of the environment is in AWS', none);
      try {
        const way = await hostsOnTheWay(deps, facts, environment, signal);
        return await look(deps, { facts, environment, place, way }, signal);
      } catch (error) {
        if (error instanceof UsageError) return broken(explained(error, 'host-not-found'));
        throw error;
      }
    },
  });
}

const none: FoundInstances = { hosts: new Map(), way: [] };

interface Scene {
  readonly facts: ConfigurationFacts;
  readonly environment: Environment;
  readonly place: AwsAccount;
  readonly way: readonly HostSettings[];
}

async function look(deps: DoctorDeps, scene: Scene, signal: AbortSignal): Promise<Outcome<FoundInstances>> {
  const { facts, environment, place, way } = scene;
  const onTheWay = new Set(way.map(({ name }) => name));
  const others = [...environment.hosts.values()].filter(({ name }) => !onTheWay.has(name));
  const all = [...way, ...others];
  if (all.length === 0) return skipped('the environment has no hosts', { ...none, way });
  let found: readonly (readonly Instance[])[];
  try {
    const selectors = all.map(({ instance }) => instance);
    found = await inTime(deps, signal, 'ec2:DescribeInstances', (own) =>
      findInstances(place.aws.ec2, selectors, own),
    );
  } catch (error) {
    return { findings: [notRead(error)], value: { ...none, way } };
  }
  const isBroker = brokersAmong(facts, environment);
  const seen = all.flatMap((settings, index): readonly SeenHost[] => {
    const instances = found[index] ?? [];
    const role = roleOf(settings.name, onTheWay, isBroker(settings, instances), facts.hasCluster);
    return role === undefined ? [] : [{ settings, instances, role }];
  });
  const { aws, identity, profile } = place;
  const { hosts, ...outcome } = judgeInstances(seen, {
    region: aws.region,
    ...{ accountId: identity.accountId, profile, now: deps.clock.now() },
    ...{ hosts: [...environment.hosts.keys()], wake: deps.commandLine('dev wake') },
  });
  return hosts === undefined ? outcome : { ...outcome, value: { hosts, way } };
}

/** Hosts of an environment without a cluster are all looked at. */
function roleOf(
  name: string,
  onTheWay: ReadonlySet<string>,
  isBroker: boolean,
  hasCluster: boolean,
): Role | undefined {
  if (onTheWay.has(name)) return 'way';
  return isBroker || !hasCluster ? 'broker' : undefined;
}

/** A broker is given as `${host:kafka}`, or by an address of the instance. */
function brokersAmong({ given }: ConfigurationFacts, { brokers, cluster }: Environment) {
  const named = (given.cluster?.brokers ?? [])
    .flatMap(({ value }) => referencesIn(value))
    .filter(({ source }) => source === hostSource)
    .map(({ name }) => name);
  const addresses = new Set([...brokers, ...(cluster?.brokers ?? [])].map(({ host }) => host));
  return ({ name }: HostSettings, instances: readonly Instance[]): boolean =>
    named.some((one) => one === name || one.startsWith(`${name}.`)) ||
    instances
      .flatMap(({ privateAddress, publicAddress, ipv6Address }) => [
        privateAddress,
        publicAddress,
        ipv6Address,
      ])
      .some((address) => address !== undefined && addresses.has(address));
}
