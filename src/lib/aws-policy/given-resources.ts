import type { HostGiven } from '../config/hosts-given.js';
import type { ReadSetting } from '../config/resolve-settings.js';
import type { SleepGiven } from '../config/sleep-given.js';
import type { SleepKey } from '../config/sleep-keys.js';
import { defaultUser } from '../hosts/host-settings.js';
import { bareName, nameOfKind } from '../power/kinds/selector-names.js';
import type { SleeperKind } from '../power/sleep-entry.js';
import { unknown } from './arns.js';
import type { Chosen, PolicyHost, PolicySleeper } from './facts.js';
import type { HostChoice } from './needs.js';

const usualPort = 22;
/** https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-using-eice.html */
const endpointPorts: readonly number[] = [usualPort, 3389];

/**
 * A host of the file; its endpoints are still to be found.
 * @param read gives what isn't known as `unknown`
 */
export function policyHost(host: HostGiven, choices: readonly HostChoice[], read: ReadSetting): PolicyHost {
  const { name, instance, user, port: given, route, via, address } = host;
  const port = given?.value ?? usualPort;
  const isAutomatic = route === undefined && via === undefined && address === undefined;
  const isThroughEndpoint = (isAutomatic || route?.value === 'eice') && endpointPorts.includes(port);
  return {
    name,
    choices,
    instance: 'id' in instance ? byName(read(instance.id).text) : byTags(instance.tags, read),
    user: user?.value ?? defaultUser,
    port,
    isThroughSsm: isAutomatic || route?.value === 'ssm',
    isThroughEndpoint,
    endpoints: isThroughEndpoint ? [unknown] : [],
  };
}

/** One that the file doesn't have; without an instance, whichever is named on the command line. */
export function anyHost(choice: HostChoice, instance: Chosen = byName(unknown)): PolicyHost {
  return {
    ...{ name: '', choices: [choice], instance, user: defaultUser, port: usualPort },
    ...{ isThroughSsm: true, isThroughEndpoint: true, endpoints: [unknown] },
  };
}

const kindOf: Readonly<Record<SleepKey, SleeperKind>> = {
  eksNodegroup: 'nodegroup',
  autoScalingGroup: 'asg',
  ecsService: 'ecs',
  kubernetesWorkload: 'workload',
  rdsInstance: 'rds',
  rdsCluster: 'rds-cluster',
  ec2Instance: 'ec2',
};

/** A line of the `sleep` list; undefined for a workload, which is nothing of AWS. */
export function policySleeper(line: SleepGiven, read: ReadSetting): PolicySleeper | undefined {
  const kind = kindOf[line.key];
  if (kind === 'workload') return undefined;
  const part = (name: string) => {
    const setting = line.parts.get(name);
    return setting === undefined ? undefined : read(setting).text;
  };
  const name = part('') ?? part('name') ?? unknown;
  return {
    kind,
    cluster: bareName(part('cluster') ?? ''),
    chosen: line.tags === undefined ? byName(nameOfKind(kind, name)) : byTags(line.tags, read),
    isByTags: line.tags !== undefined,
    isSkipped: line.skip?.value === true,
  };
}

function byName(name: string): Chosen {
  return { by: 'name', name };
}

function byTags(tags: ReadonlyMap<string, Parameters<ReadSetting>[0]>, read: ReadSetting): Chosen {
  const texts = [...tags].map(([key, setting]) => [key, read(setting).text] as const);
  const isKnown = texts.every(([, text]) => !text.includes(unknown));
  // A condition has no wildcards, so that tags which aren't known choose anything.
  return isKnown ? { by: 'tags', tags: Object.fromEntries(texts) } : byName(unknown);
}
