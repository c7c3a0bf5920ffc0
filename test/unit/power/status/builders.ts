import { MissingRightError } from '../../../../src/lib/aws/aws-errors.js';
import type { Billed } from '../../../../src/lib/aws/contract/billed.js';
import type { Cache } from '../../../../src/lib/aws/contract/elasticache.js';
import type { MskCluster } from '../../../../src/lib/aws/contract/msk.js';
import type { Price, Pricing } from '../../../../src/lib/aws/contract/pricing.js';
import type { PriceCache } from '../../../../src/lib/power/cost/price-cache.js';
import type { SleeperPorts } from '../../../../src/lib/power/find-sleepers.js';
import type { Sleeper, SleeperPort } from '../../../../src/lib/power/model.js';
import { formatRecord } from '../../../../src/lib/power/record.js';
import type { SleepEntry, SleeperKind, SleepSelector } from '../../../../src/lib/power/sleep-entry.js';
import type { BillSources } from '../../../../src/lib/power/status/observe-bills.js';
import type { ListSources } from '../../../../src/lib/power/status/observe-listed.js';

/** Saturday noon, of all these tests; the zone of those who read it is Asia/Seoul. */
export const now = Date.parse('2026-11-21T03:00:00Z');
export const seoul = 'Asia/Seoul';
export const hour = 3_600_000;

/** `2026-11-20T10:02:00Z` → milliseconds. */
export function at(text: string): number {
  return Date.parse(text);
}

/** An instance that runs and has nothing but itself. */
export function sleeper(rest: Partial<Sleeper> = {}): Sleeper {
  return {
    ...{ kind: 'ec2', id: 'i-0123456789abcdef0', name: 'i-0123456789abcdef0 (kafka)' },
    ...{ state: 'awake', status: 'running', size: undefined, record: undefined, never: undefined },
    ...{ losses: [], trouble: undefined, since: undefined, startsItselfAt: undefined, addresses: [] },
    ...{ machines: [], volumeIds: [], storage: undefined, vpcId: undefined },
    ...rest,
  };
}

export const large = { service: 'ec2', type: 't3.large', isSpot: false } as const;

/** What kim put to sleep on Friday at 19:02 in Seoul. */
export function record(size?: Sleeper['size'], by = 'kim', time = at('2026-11-20T10:02:00Z')): string {
  return formatRecord({ size, by, at: time });
}

/** The node group, the database and the instance of an environment that sleeps. */
export const asleep: readonly [Sleeper, Sleeper, Sleeper] = [
  sleeper({
    ...{ kind: 'nodegroup', id: nodegroupArn('spot-nodes'), name: 'spot-nodes', state: 'asleep' },
    ...{ status: 'ACTIVE', size: { desired: 0, min: 0, max: 4 } },
    record: record({ desired: 2, min: 1, max: 4 }),
    machines: [{ ...large, isSpot: true }],
  }),
  sleeper({
    ...{ kind: 'rds', id: 'arn:aws:rds:x:123456789012:db:mysql', name: 'exchange-dev-mysql' },
    ...{ state: 'asleep', status: 'stopped', startsItselfAt: at('2026-11-27T10:03:00Z') },
    record: record(undefined, 'kim', at('2026-11-20T10:03:00Z')),
    machines: [{ service: 'rds', type: 'db.t3.medium', isSpot: false, engine: 'mysql', isMultiAz: false }],
    storage: { gib: 20, type: 'gp3' },
  }),
  sleeper({
    ...{ state: 'asleep', status: 'stopped', machines: [large], vpcId: 'vpc-1' },
    record: record(undefined, 'kim', at('2026-11-20T10:05:00Z')),
    volumeIds: ['vol-1', 'vol-2'],
  }),
];

function nodegroupArn(name: string): string {
  return `arn:aws:eks:ap-northeast-2:123456789012:nodegroup/exchange-dev/${name}/0cb8`;
}

export function entry(selector: SleepSelector, rest: Partial<SleepEntry> = {}): SleepEntry {
  return { selector, order: undefined, skip: false, wake: 'automatic', at: 'exops.yaml:4:9', ...rest };
}

/** The line that lists it. */
export function entryOf({ kind, name }: Sleeper, rest: Partial<SleepEntry> = {}): SleepEntry {
  if (kind === 'nodegroup' || kind === 'ecs')
    return entry({ kind, cluster: 'exchange-dev', choice: { by: 'name', name } }, rest);
  if (kind === 'workload') return entry({ kind, workload: 'Deployment', name }, rest);
  return entry({ kind, choice: { by: 'name', name } }, rest);
}

async function never(): Promise<never> {
  throw new Error('nothing is to be changed here');
}

/** Ports that find these by their names, and count how often they are asked. */
export function portsOf(
  sleepers: () => readonly Sleeper[],
  failing: Partial<Record<SleeperKind, Error>> = {},
): { readonly ports: SleeperPorts; readonly asked: SleeperKind[] } {
  const asked: SleeperKind[] = [];
  const port = (kind: SleeperKind): SleeperPort => ({
    ...{ kind, read: never, setRecord: never, sleep: never, wake: never },
    async find(selectors) {
      asked.push(kind);
      const failure = failing[kind];
      if (failure !== undefined) throw failure;
      return selectors.map((selector) =>
        sleepers().filter((one) => one.kind === kind && isNamed(selector, one.name)),
      );
    },
  });
  const kinds = ['ecs', 'nodegroup', 'asg', 'rds', 'rds-cluster', 'ec2'] as const;
  return { ports: new Map(kinds.map((kind) => [kind, port(kind)])), asked };
}

function isNamed(selector: SleepSelector, name: string): boolean {
  if (selector.kind === 'workload') return 'labels' in selector || selector.name === name;
  return selector.choice.by === 'tags' || selector.choice.name === name;
}

/** What stays, as AWS tells it, and which questions it was asked. */
export function billedOf(answers: Partial<Record<keyof Billed, unknown>> = {}) {
  const asked: [string, unknown][] = [];
  const billed = new Proxy({} as Billed, {
    get: (_, name: keyof Billed) => async (filter: unknown) => {
      asked.push([name, filter]);
      const answer = answers[name] ?? (name === 'subnets' ? new Map() : []);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  });
  return { billed, asked };
}

/** Two volumes, an Elastic IP, a NAT gateway, a balancer and endpoints around the instance. */
export const around: Partial<Record<keyof Billed, unknown>> = {
  volumes: ['vol-1', 'vol-2'].map((id) => ({ id, type: 'gp3', sizeGib: 50, tags: new Map() })),
  addresses: [{ allocationId: 'eipalloc-1', address: '3.35.1.2', instanceId: 'i-0123456789abcdef0' }],
  natGateways: [
    { id: 'nat-1', state: 'available', vpcId: 'vpc-1' },
    { id: 'nat-0', state: 'deleted', vpcId: 'vpc-1' },
  ],
  loadBalancers: [{ name: 'web', type: 'application', vpcId: 'vpc-1' }],
  vpcEndpoints: [
    { id: 'vpce-1', type: 'Interface', networkInterfaces: 2, vpcId: 'vpc-1' },
    { id: 'vpce-2', type: 'Gateway', networkInterfaces: 0, vpcId: 'vpc-1' },
  ],
};

/** Prices of Seoul, or nearly so, by the names that exops.yaml has for them. */
export const prices = new Map([
  ['ec2 t3.large', 0.104],
  ['rds db.t3.medium', 0.104],
  ['eks cluster', 0.1],
  ['nat gateway', 0.059],
  ['public ipv4', 0.005],
  ['gp3 GiB-month', 0.0912],
  ['rds gp3 GiB-month', 0.131],
  ['load balancer', 0.0225],
  ['vpc endpoint', 0.013],
]);

export function missingRight(action: string): MissingRightError {
  const right = { action, resource: undefined, principal: undefined, reason: undefined };
  return new MissingRightError(right, `AWS doesn't allow ${action}: the right is missing.`);
}

/** A price list that isn't allowed, so that prices are those of exops.yaml. */
export const noPriceList: Pricing = {
  prices: async () => {
    throw missingRight('pricing:GetProducts');
  },
};

/** Remembers nothing. */
export const noCache: PriceCache = { read: async () => new Map(), remember: async () => {} };

/** A list without schedules. */
export function listOf(
  ports: SleeperPorts,
  entries: readonly SleepEntry[],
  rest: Partial<ListSources> = {},
): ListSources {
  return { ports, entries, now: () => now, scheduled: async () => new Map(), ...rest };
}

/** An AWS with this bill, these clusters and caches, and a price list that isn't allowed. */
export function awsOf(
  billed: Billed,
  { msk = [], caches = [], pricing = noPriceList }: Around = {},
): BillSources['aws'] {
  const unasked = {
    describe: never,
    bootstrapBrokers: never,
    brokers: never,
    scramSecrets: never,
    clusterPolicy: never,
  };
  return {
    ...{ billed, pricing, region: 'ap-northeast-2' },
    msk: { ...unasked, clusters: () => told(msk) },
    elastiCache: { caches: () => told(caches) },
  };
}

interface Around {
  readonly msk?: readonly MskCluster[] | Error;
  readonly caches?: readonly Cache[] | Error;
  readonly pricing?: Pricing;
}

async function told<Answer>(answer: Answer | Error): Promise<Answer> {
  if (answer instanceof Error) throw answer;
  return answer;
}

/** Three brokers in the subnet of a VPC. */
export function mskCluster(rest: Partial<MskCluster> = {}): MskCluster {
  return {
    ...{ arn: 'arn', name: 'liquibook-msk', kind: 'provisioned', state: 'ACTIVE', stateMessage: undefined },
    ...{ createdAt: undefined, kafkaVersion: '3.8.x', brokerCount: 3, instanceType: 'kafka.m5.large' },
    ...{ storageGib: 100, subnetIds: ['subnet-1'], securityGroupIds: [], auths: [], tags: new Map() },
    ...rest,
  };
}

/** Redis on one node in a VPC. */
export function cacheNode(rest: Partial<Cache> = {}): Cache {
  return {
    ...{ name: 'exchange-dev-redis', arn: undefined, engine: 'redis', state: 'available' },
    ...{ nodeType: 'cache.t4g.micro', nodes: 1, vpcId: 'vpc-1', subnetIds: ['subnet-1'] },
    ...{ securityGroupIds: [], endpoint: undefined },
    ...rest,
  };
}

export function sourcesOf(billed: Billed, rest: Partial<BillSources> = {}): BillSources {
  return {
    aws: awsOf(billed),
    ...{ given: prices, cache: noCache, mskBrokers: undefined },
    ...{ sleep: () => new Promise(() => {}), patienceMs: 1_000 },
    ...rest,
  };
}

export function price(usd: number, usageType: string, unit = 'Hrs'): Price {
  return { usd, unit, usageType };
}
