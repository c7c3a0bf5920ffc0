import type { Volume } from '../../aws/contract/billed.js';
import type { Size, Sleeper } from '../model.js';
import { recordOf } from '../rules/judge.js';
import { nameOf } from '../rules/names.js';
import type { SleeperKind } from '../sleep-entry.js';
import type { Billable } from './billable.js';
import {
  auroraStoragePrice,
  databaseStoragePrice,
  eksClusterPrice,
  loadBalancerPrice,
  machinePrice,
  natGatewayPrice,
  publicAddressPrice,
  unknownMachinePrice,
  volumePrice,
  vpcEndpointPrice,
} from './price-key.js';
import { isPublicAddress } from './public-address.js';
import { staying } from './staying.js';
import type { Stays } from './stays.js';
import { unstoppableBillables } from './unstoppable-billables.js';

/** Something of the `sleep` list that is there. */
export interface Member {
  readonly sleeper: Sleeper;
  /** It is left alone: skipped, or never put to sleep. */
  readonly isLeftAlone: boolean;
  /** What a schedule of ours wakes it to, where it has no record and has a size. */
  readonly scheduledSize?: Size | undefined;
}

/** Pure: all that is billed of an environment, as far as it was read, in the order of the list, then what stays. */
export function billables(members: readonly Member[], stays: Stays): readonly Billable[] {
  return [...members.flatMap((member) => memberBillables(member, stays)), ...stayingBillables(stays)];
}

function memberBillables(member: Member, stays: Stays): Billable[] {
  const { sleeper, isLeftAlone } = member;
  const resource = nameOf(sleeper);
  return [
    ...machines(resource, member),
    ...volumes(resource, sleeper, stays.volumes),
    ...databaseStorage(resource, sleeper),
    ...addresses(resource, sleeper, isLeftAlone, stays.addresses),
  ];
}

function machines(resource: string, member: Member): Billable[] {
  const { sleeper, isLeftAlone } = member;
  const units = isLeftAlone ? unitsNow(sleeper) : unitsAwake(member);
  if (sleeper.machines.length === 0 && ownsMachines.has(sleeper.kind))
    return [unknownMachine(resource, isLeftAlone)];
  return grouped(sleeper.machines, (one) => `${machinePrice(one).id} ${one.isSpot}`).map(
    (group): Billable => {
      const [machine] = group;
      const awake = units === undefined ? undefined : units * group.length;
      return {
        ...{ resource, kind: 'machine', count: awake ?? group.length, price: machinePrice(machine) },
        ...{ awake, asleep: isLeftAlone ? awake : 0, isSpot: machine.isSpot },
      };
    },
  );
}

function unknownMachine(resource: string, isLeftAlone: boolean): Billable {
  const machine = staying(resource, 'machine', unknownMachinePrice, { units: undefined });
  return isLeftAlone ? machine : { ...machine, asleep: 0 };
}

/** The others run on machines of somebody else, unless they name their own. */
const ownsMachines: ReadonlySet<SleeperKind> = new Set(['nodegroup', 'asg', 'rds', 'rds-cluster', 'ec2']);

/** How many of what it is made of it has when it is awake: by its record or its schedule, else as it is. */
function unitsAwake({ sleeper, scheduledSize }: Member): number | undefined {
  const { size, state } = sleeper;
  if (size === undefined) return 1;
  const record = recordOf(sleeper);
  const recorded = record === undefined || 'problem' in record ? scheduledSize : record.size;
  if (recorded !== undefined) return recorded.desired;
  return size.desired === 0 && state !== 'awake' ? undefined : size.desired;
}

function unitsNow({ size, state }: Sleeper): number {
  if (size !== undefined) return size.desired;
  return state === 'asleep' ? 0 : 1;
}

function volumes(resource: string, sleeper: Sleeper, all: readonly Volume[]): Billable[] {
  const ids = new Set(sleeper.volumeIds);
  const own = all.filter(({ id }) => ids.has(id));
  return grouped(own, ({ type }) => type).map((group) =>
    staying(resource, 'volume', volumePrice(group[0].type), {
      count: group.length,
      units: group.reduce((sum, { sizeGib }) => sum + sizeGib, 0),
    }),
  );
}

/** Aurora bills what is stored, which isn't known here. */
function databaseStorage(resource: string, { kind, storage, machines: made }: Sleeper): Billable[] {
  const isMultiAz = made.some((machine) => machine.isMultiAz === true);
  if (storage !== undefined)
    return [
      staying(resource, 'database storage', databaseStoragePrice(storage.type, isMultiAz), {
        units: storage.gib,
      }),
    ];
  return kind === 'rds-cluster'
    ? [staying(resource, 'database storage', auroraStoragePrice, { units: undefined })]
    : [];
}

/** An Elastic IP is billed whether its instance runs or not; an address that AWS gave it goes when it stops. */
function addresses(
  resource: string,
  { kind, id, addresses: known }: Sleeper,
  isLeftAlone: boolean,
  elastic: Stays['addresses'],
): Billable[] {
  if (kind !== 'ec2' || elastic === undefined) return [];
  const own = elastic.filter(({ instanceId }) => instanceId === id);
  const given = known.filter(
    (one) => isPublicAddress(one) && !elastic.some(({ address }) => address === one),
  ).length;
  const temporary = staying(resource, 'public address', publicAddressPrice, { units: given, count: given });
  return [
    ...(own.length === 0
      ? []
      : [staying(resource, 'Elastic IP', publicAddressPrice, { units: own.length, count: own.length })]),
    ...(given === 0 ? [] : [isLeftAlone ? temporary : { ...temporary, asleep: 0 }]),
  ];
}

function stayingBillables(stays: Stays): Billable[] {
  const { eksClusters, natGateways, loadBalancers, vpcEndpoints } = stays;
  return [
    ...eksClusters.map((name) => staying(`eks cluster ${name}`, 'EKS control plane', eksClusterPrice)),
    ...natGateways.map(({ id }) => staying(`nat gateway ${id}`, 'NAT gateway', natGatewayPrice)),
    ...loadBalancers.map(({ name, type }) =>
      staying(`load balancer ${name}`, 'load balancer', loadBalancerPrice(type)),
    ),
    ...vpcEndpoints
      .filter(({ type }) => type === 'Interface')
      .map(({ id, networkInterfaces }) =>
        staying(`vpc endpoint ${id}`, 'VPC endpoint', vpcEndpointPrice, { units: networkInterfaces }),
      ),
    ...unstoppableBillables(stays),
  ];
}

/** Those of a like together, in the order in which they first come. */
function grouped<Item>(items: readonly Item[], likeness: (item: Item) => string): [Item, ...Item[]][] {
  const groups = new Map<string, [Item, ...Item[]]>();
  for (const item of items) {
    const group = groups.get(likeness(item));
    if (group === undefined) groups.set(likeness(item), [item]);
    else group.push(item);
  }
  return [...groups.values()];
}
