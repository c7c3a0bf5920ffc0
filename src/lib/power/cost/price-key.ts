import type { Machine } from '../model.js';

/** Something that has a price, and where the price list has it. */
export interface PriceKey {
  /** One for each price that can differ. */
  readonly id: string;
  /** As `prices` of exops.yaml names it: `rds db.t3.medium`. */
  readonly name: string;
  /** Whether that is a name which can stand there. */
  readonly canBeGiven: boolean;
  readonly unit: 'hour' | 'GiB-month';
  /** How often that price counts: a database in two zones is two of them. */
  readonly times: number;
  /** Undefined for what isn't looked up. */
  readonly query: PriceQuery | undefined;
}

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_pricing_GetProducts.html */
export interface PriceQuery {
  readonly service: string;
  /** Beside the region. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Which of the products these attributes have it is: `APN2-NatGateway-Hours`, and not `APN2-NatGateway-Bytes`. */
  readonly usage: RegExp;
}

/** On demand, with Linux: what else is installed isn't known here. */
export function machinePrice({ service, type, engine = '', isMultiAz = false }: Machine): PriceKey {
  if (service === 'ec2') return hourly(`ec2 ${type}`, instanceQuery(type));
  if (service === 'fargate') return notGiven(`fargate ${type}`);
  const id = [`rds ${type}`, engine, isMultiAz ? 'multi-az' : ''].filter((word) => word !== '').join(' ');
  return {
    ...hourly(`rds ${type}`, databaseQuery(type, engine, isMultiAz)),
    ...{ id, times: isMultiAz ? 2 : 1 },
  };
}

/** @param type as EC2 names it: `gp3` */
export function volumePrice(type: string): PriceKey {
  return monthly(`${type} GiB-month`, {
    service: 'AmazonEC2',
    attributes: { productFamily: 'Storage', volumeApiName: type },
    usage: usageType('EBS:VolumeUsage([.].+)?'),
  });
}

/** @param type as RDS names it: `gp3`, `standard` */
export function databaseStoragePrice(type: string, isMultiAz: boolean): PriceKey {
  const volumeType = databaseVolumes.get(type);
  const name = `rds ${type} GiB-month`;
  const key = monthly(
    name,
    volumeType === undefined
      ? undefined
      : {
          service: 'AmazonRDS',
          attributes: {
            ...{ productFamily: 'Database Storage', volumeType },
            deploymentOption: isMultiAz ? 'Multi-AZ' : 'Single-AZ',
          },
          usage: usageType('RDS:(Multi-AZ-)?((GP[23]|PIOPS|IO2)-)?Storage(Usage|-IO2)?'),
        },
  );
  return isMultiAz ? { ...key, id: `${name} multi-az`, times: 2 } : key;
}

/** Of Aurora, which bills what is stored. */
export const auroraStoragePrice: PriceKey = {
  ...monthly('rds aurora GiB-month', undefined),
  canBeGiven: false,
};

/** In standard support; a version that AWS supports longer costs more. */
export const eksClusterPrice = hourly('eks cluster', {
  service: 'AmazonEKS',
  attributes: { productFamily: 'Compute' },
  usage: usageType('AmazonEKS-Hours:perCluster'),
});

/** There is a `RegionalNatGateway-Hours`, too, which is another product. */
export const natGatewayPrice = hourly('nat gateway', {
  service: 'AmazonEC2',
  attributes: { productFamily: 'NAT Gateway' },
  usage: usageType('NatGateway-Hours'),
});

/** In use or idle, they cost the same. */
export const publicAddressPrice = hourly('public ipv4', {
  service: 'AmazonVPC',
  attributes: { group: 'VPCPublicIPv4Address' },
  usage: usageType('PublicIPv4:InUseAddress'),
});

/** Of one of its network interfaces. */
export const vpcEndpointPrice = hourly('vpc endpoint', {
  service: 'AmazonVPC',
  attributes: { productFamily: 'VpcEndpoint' },
  usage: usageType('VpcEndpoint-Hours'),
});

/** Without what it carries. */
export function loadBalancerPrice(type: string): PriceKey {
  const family = balancerFamilies.get(type);
  const key = hourly(
    'load balancer',
    family === undefined
      ? undefined
      : {
          service: 'AWSELB',
          attributes: { productFamily: family },
          usage: usageType('LoadBalancerUsage'),
        },
  );
  return { ...key, id: `load balancer ${type}` };
}

/** Of a machine whose type nobody tells: a group that is empty now. */
export const unknownMachinePrice = notGiven('machine of unknown type');

/** Most regions have a prefix: `APN2-BoxUsage:t3.large`; a trust store's looks like one. */
export function usageType(text: string): RegExp {
  return new RegExp(`^(?!TS-)(?:[A-Z]{2,4}[0-9]*-)?(?:${text})$`);
}

export function hourly(name: string, query?: PriceQuery): PriceKey {
  return { id: name, name, canBeGiven: true, unit: 'hour', times: 1, query };
}

export function notGiven(name: string): PriceKey {
  return { ...hourly(name), canBeGiven: false };
}

export function monthly(name: string, query: PriceQuery | undefined): PriceKey {
  return { id: name, name, canBeGiven: true, unit: 'GiB-month', times: 1, query };
}

/** Several products have the same type: with Windows, with SQL Server, reserved and unused. */
function instanceQuery(instanceType: string): PriceQuery {
  return {
    service: 'AmazonEC2',
    attributes: {
      instanceType,
      ...{ operatingSystem: 'Linux', tenancy: 'Shared', preInstalledSw: 'NA', capacitystatus: 'Used' },
      ...{ licenseModel: 'No License required', marketoption: 'OnDemand' },
    },
    usage: usageType('BoxUsage:.+'),
  };
}

/** Of Aurora, the instance without I/O-Optimized; what comes with a licence has a price for each kind of licence. */
function databaseQuery(instanceType: string, engine: string, isMultiAz: boolean): PriceQuery | undefined {
  const databaseEngine = engines.get(engine);
  if (databaseEngine === undefined) return undefined;
  return {
    service: 'AmazonRDS',
    attributes: {
      ...{ instanceType, databaseEngine, licenseModel: 'No license required' },
      deploymentOption: isMultiAz ? 'Multi-AZ' : 'Single-AZ',
    },
    usage: usageType('(InstanceUsage|Multi-AZUsage):.+'),
  };
}

const engines: ReadonlyMap<string, string> = new Map([
  ['mysql', 'MySQL'],
  ['mariadb', 'MariaDB'],
  ['postgres', 'PostgreSQL'],
  ['aurora-mysql', 'Aurora MySQL'],
  ['aurora-postgresql', 'Aurora PostgreSQL'],
]);

const databaseVolumes: ReadonlyMap<string, string> = new Map([
  ['gp2', 'General Purpose'],
  ['gp3', 'General Purpose-GP3'],
  ['io1', 'Provisioned IOPS'],
  ['io2', 'Provisioned IOPS-IO2'],
  ['standard', 'Magnetic'],
]);

const balancerFamilies: ReadonlyMap<string, string> = new Map([
  ['application', 'Load Balancer-Application'],
  ['network', 'Load Balancer-Network'],
  ['gateway', 'Load Balancer-Gateway'],
]);
