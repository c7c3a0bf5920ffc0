import type { Aws } from '../../aws/aws.js';
import type { Cache } from '../../aws/contract/elasticache.js';
import type { SecurityGroup } from '../../aws/contract/network.js';
import type { Environment } from '../../config/environment.js';
import { findInstances } from '../../hosts/find/find-instances.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import { ownUnstoppable } from '../../power/status/own-unstoppable.js';
import { printable } from '../../terminal/printable.js';
import { callerOf, nodeInterfaces } from '../aws/node-source.js';
import type { Outcome } from '../model.js';
import { step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, nothingToCheck } from './item.js';
import { judgeCaches, judgeCacheWays } from './judge-caches.js';

/** Whether the caches in the environment's VPCs are available, and whether its nodes' pods may reach them. */
export function cachesItem(_: ChecklistDeps, { account, settings, kubernetes }: ItemsAfter): Item {
  return {
    what: 'caches',
    step: step({
      layer: 'security group',
      tries: 'caches, and the way to them from the nodes',
      after: [account, settings],
      beside: [kubernetes],
      deadlineMs: itemDeadlineMs,
      run: async (known, signal) => {
        const aws = known.value(account)?.aws;
        if (aws === undefined) return nothingToCheck('nothing of the environment is in AWS');
        const api = known.outcome(kubernetes)?.value?.kubernetes;
        return look({ aws, environment: known.value(settings).environment, api }, signal);
      },
    }),
  };
}

interface Scene {
  readonly aws: Aws;
  readonly environment: Environment;
  readonly api: Pick<Kubernetes, 'nodes'> | undefined;
}

async function look({ aws, environment, api }: Scene, signal: AbortSignal): Promise<Outcome<undefined>> {
  const [nodes, vpcsOfHosts] = await Promise.all([
    api === undefined ? [] : nodeInterfaces(aws.network, api, signal).then(({ interfaces }) => interfaces),
    vpcsOf(aws, environment, signal),
  ]);
  const vpcIds = [...new Set([...vpcsOfHosts, ...nodes.flatMap(({ vpcId }) => vpcId ?? [])])];
  if (vpcIds.length === 0) return nothingToCheck("no host and no node tells which VPC is the environment's");
  const [caches, subnets] = await Promise.all([aws.elastiCache.caches(signal), aws.billed.subnets(signal)]);
  const own = ownUnstoppable({ mskClusters: [], caches, subnets }, { vpcIds, mskBrokers: undefined }).caches;
  if (own.length === 0) return nothingToCheck("there is no cache in the environment's VPC");
  const groups = await groupsOf(own, aws, signal);
  const unavailable = judgeCaches(own);
  const closed = nodes.length === 0 ? [] : judgeCacheWays(own, groups, callerOf(nodes), aws.region);
  const findings = [...unavailable, ...closed];
  if (findings.some(({ verdict }) => verdict !== 'ok')) return { findings, value: undefined };
  const ways = nodes.length === 0 ? 'the way to them is not known without nodes' : 'the nodes may reach them';
  return {
    findings: [
      { verdict: 'ok', saw: `${own.map(({ name }) => printable(name)).join(', ')} available; ${ways}` },
    ],
    value: undefined,
  };
}

async function vpcsOf({ ec2 }: Pick<Aws, 'ec2'>, { hosts }: Environment, signal: AbortSignal) {
  const selectors = [...hosts.values()].map(({ instance }) => instance);
  const found = selectors.length === 0 ? [] : await findInstances(ec2, selectors, signal);
  return found.flat().flatMap(({ vpcId }) => vpcId ?? []);
}

async function groupsOf(
  caches: readonly Cache[],
  { network }: Pick<Aws, 'network'>,
  signal: AbortSignal,
): Promise<readonly SecurityGroup[]> {
  const ids = [...new Set(caches.flatMap(({ securityGroupIds }) => securityGroupIds))];
  return ids.length === 0 ? [] : network.securityGroups(ids, signal);
}
