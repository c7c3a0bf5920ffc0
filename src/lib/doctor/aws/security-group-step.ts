import type { SecurityGroup } from '../../aws/contract/network.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import type { Address } from '../../kafka/address.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Finding, Known, Outcome, Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { skipped, step } from '../step.js';
import type { AwsAccount } from './account-step.js';
import { type BrokerTarget, brokerTargets, isItself } from './broker-targets.js';
import type { ClusterFacts } from './cluster-step.js';
import { notRead } from './explained.js';
import { awsDeadlineMs, inTime } from './in-time.js';
import type { FoundInstances } from './instance-step.js';
import { type Approach, judgeApproaches, ofBrokers, ofNodes, ofSsh } from './judge-security-group.js';
import { nodeSource } from './node-source.js';
import { isPublicAddress, sourceHere, sourceOfHost } from './source-of.js';
import { sshApproaches } from './ssh-approaches.js';

export interface SecurityGroupAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly account: Step<AwsAccount | undefined>;
  readonly settings: Step<ResolvedSettings>;
  readonly instance: Step<FoundInstances>;
  readonly cluster: Step<ClusterFacts>;
  /** What answers is fine, whatever the rules look like: these are waited for. */
  readonly ssh: Step;
  readonly dns: Step<readonly NamedAddress[]>;
  readonly tcp: Step<readonly Address[]>;
  readonly kubernetes: Step<{ readonly kubernetes: Kubernetes }>;
}

export interface NamedAddress {
  readonly address: Address;
  readonly ips: readonly string[] | undefined;
}

/** Which rule admits whom to every port in use, or which one is missing. */
export function securityGroupStep(deps: DoctorDeps, after: SecurityGroupAfter): Step<undefined> {
  const { configuration, account, settings, instance, cluster, ssh, dns, tcp, kubernetes } = after;
  return step({
    layer: 'security group',
    tries: 'the rules of the security groups',
    after: [configuration, account, settings, instance, cluster],
    beside: [ssh, dns, tcp, kubernetes],
    deadlineMs: awsDeadlineMs(deps),
    run: async (known, signal) => {
      const place = known.value(account);
      if (place === undefined) return skipped('nothing of the environment is in AWS', undefined);
      return look(deps, after, { known, place, signal });
    },
  });
}

interface Scene {
  readonly known: Known;
  readonly place: AwsAccount;
  readonly signal: AbortSignal;
}

type WithGroupIds = Omit<Approach, 'groups'> & { readonly securityGroupIds: readonly string[] };

async function look(
  deps: DoctorDeps,
  after: SecurityGroupAfter,
  { known, place, signal }: Scene,
): Promise<Outcome<undefined>> {
  const { aws, profile } = place;
  const { environment } = known.value(after.settings);
  const found = known.value(after.instance);
  const targets = brokerTargets(environment.cluster?.brokers ?? [], known.value(after.cluster), found);
  const notes: Finding[] = [];
  const part = async (ask: () => Promise<readonly WithGroupIds[]>): Promise<readonly WithGroupIds[]> => {
    try {
      return await ask();
    } catch (error) {
      signal.throwIfAborted();
      notes.push(notRead(error));
      return [];
    }
  };
  const isSshSilent =
    known.outcome(after.ssh)?.findings.some(({ problem }) => problem === 'ssh-silent') === true;
  const [toBrokers, toSsh, fromNodes] = await Promise.all([
    part(() => approachesOfBrokers(after, known, targets)),
    part(async () =>
      isSshSilent
        ? inTime(deps, signal, 'the way to SSH', (own) => sshApproaches(deps, aws, found, own))
        : [],
    ),
    part(async () => {
      const value = known.outcome(after.kubernetes)?.value;
      if (value === undefined) return [];
      return inTime(deps, signal, "the nodes' groups", (own) =>
        approachesOfNodes(aws.network, value.kubernetes, targets, own),
      );
    }),
  ]);
  const all = [...toBrokers, ...toSsh, ...fromNodes];
  const ids = [...new Set(all.flatMap(({ securityGroupIds }) => securityGroupIds))];
  if (ids.length === 0) {
    const why = 'no security group is known of what is reached';
    return { findings: notes, skipped: why, value: undefined };
  }
  let groups: readonly SecurityGroup[];
  try {
    groups = await inTime(deps, signal, 'ec2:DescribeSecurityGroups', (own) =>
      aws.network.securityGroups(ids, own),
    );
  } catch (error) {
    signal.throwIfAborted();
    return { findings: [...notes, notRead(error)], value: undefined };
  }
  const where = { region: aws.region, profile };
  const judged = (some: readonly WithGroupIds[], kind: Parameters<typeof judgeApproaches>[1]) =>
    judgeApproaches(withGroups(some, groups), kind, where);
  const findings = [...judged(toSsh, ofSsh), ...judged(toBrokers, ofBrokers), ...judged(fromNodes, ofNodes)];
  return { findings: [...findings, ...notes], value: undefined };
}

/** Of groups that aren't shown nothing can be said. */
function withGroups(some: readonly WithGroupIds[], groups: readonly SecurityGroup[]): readonly Approach[] {
  return some.flatMap(({ securityGroupIds, ...one }) => {
    const own = groups.filter(({ id }) => securityGroupIds.includes(id));
    return own.length < securityGroupIds.length || own.length === 0 ? [] : [{ ...one, groups: own }];
  });
}

async function approachesOfBrokers(
  { instance, tcp, dns }: SecurityGroupAfter,
  known: Known,
  targets: readonly BrokerTarget[],
): Promise<readonly WithGroupIds[]> {
  const { hosts, way } = known.value(instance);
  const [end] = way;
  const from = end === undefined ? undefined : hosts.get(end.name);
  // Without the host on the way it isn't known who comes.
  if (end !== undefined && from === undefined) return [];
  const heard = heardOf(known.outcome(tcp));
  const named = known.outcome(dns)?.value ?? [];
  const all = await Promise.all(
    targets.map(async ({ address, securityGroupIds, instanceId, isPublic: isOutside }) => {
      if (from !== undefined && isItself(from, { instanceId, address })) return [];
      const ips = named.find((one) => isSame(one.address, address))?.ips ?? [address.host];
      const isPublic = isOutside ?? ips.some(isPublicAddress);
      const source =
        from === undefined ? await sourceHere(ips[0]) : sourceOfHost(from, end?.name ?? '', isPublic);
      return [{ source, address, securityGroupIds, answers: heard(address), isPublic }];
    }),
  );
  return all.flat();
}

const silences: ReadonlySet<string | undefined> = new Set(['port-silent', 'private-address', 'brokers-down']);

/** What a security group drops is silent: a port that refuses was reached as well. */
function heardOf(
  outcome: Outcome<readonly Address[]> | undefined,
): (address: Address) => boolean | undefined {
  const problems = outcome?.findings.flatMap(({ problem }) => problem ?? []) ?? [];
  const isRefused = problems.length > 0 && problems.every((problem) => problem === 'port-refused');
  const otherwise = problems.some((problem) => silences.has(problem)) ? false : isRefused || undefined;
  return (address) => outcome?.value?.some((one) => isSame(one, address)) === true || otherwise;
}

function isSame(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port;
}

async function approachesOfNodes(
  network: AwsAccount['aws']['network'],
  kubernetes: Kubernetes,
  targets: readonly BrokerTarget[],
  signal: AbortSignal,
): Promise<readonly WithGroupIds[]> {
  const inside = targets.filter(({ isPublic }) => isPublic !== true);
  if (inside.length === 0) return [];
  const source = await nodeSource(network, kubernetes, signal);
  if (source === undefined) return [];
  return inside.map(({ address, securityGroupIds }) => ({
    ...{ source, address, securityGroupIds, answers: undefined, isPublic: false },
  }));
}
