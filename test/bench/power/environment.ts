import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AwsLab, awsRegion } from '../../lab/aws/aws-lab.js';
import { powerLab } from '../../lab/aws/power-lab.js';

/** So many resources of five kinds, all awake, in a folder with the `exops.yaml` that lists them. */
export interface NightEnvironment {
  readonly size: number;
  readonly folder: string;
  /**
   * Milliseconds that the slowest chain of resources that wait for each other takes, as the emulated AWS was told:
   * applications, then databases, then instances.
   */
  readonly sleepChainMs: number;
  /** Databases and instances, then applications. */
  readonly wakeChainMs: number;
}

const kinds = ['nodegroup', 'asg', 'ecs', 'rds', 'ec2'] as const;
type Kind = (typeof kinds)[number];

interface Planned {
  readonly kind: Kind;
  readonly name: string;
  /** How long it takes to fall asleep, and to wake. */
  readonly seconds: number;
}

/**
 * @param size a multiple of five
 * @param longest seconds that the slowest of each kind takes; the others take less, each something else
 */
export async function startNightEnvironment(
  aws: AwsLab,
  { size, longest, folder }: { readonly size: number; readonly longest: number; readonly folder: string },
): Promise<NightEnvironment> {
  const each = size / kinds.length;
  const planned = kinds.flatMap((kind) =>
    Array.from({ length: each }, (_, index): Planned => {
      const seconds = longest * (1 - (0.8 * index) / each);
      return { kind, name: `night-${size}-${kind}-${index}`, seconds };
    }),
  );
  const lines: string[] = [];
  for (const one of planned) lines.push(await create(aws, one));
  const text = ['version: 1', 'environments:', '  dev:', `    aws: { region: ${awsRegion} }`, '    sleep:'];
  await writeFile(join(folder, 'exops.yaml'), `${[...text, ...lines].join('\n')}\n`);
  const slowest = (...chosen: readonly Kind[]) =>
    1_000 * Math.max(...planned.filter(({ kind }) => chosen.includes(kind)).map(({ seconds }) => seconds));
  const applications = slowest('nodegroup', 'asg', 'ecs');
  return {
    size,
    folder,
    sleepChainMs: applications + slowest('rds') + slowest('ec2'),
    wakeChainMs: slowest('rds', 'ec2') + applications,
  };
}

/** @returns its line of the `sleep` list */
async function create(aws: AwsLab, { kind, name, seconds }: Planned): Promise<string> {
  const power = powerLab(aws);
  const timed = { name, transitionSeconds: seconds };
  if (kind === 'ec2') {
    const id = await aws.runInstance(timed);
    await aws.setInstanceState(id, { state: 'running' });
    return `      - ec2Instance: ${id}`;
  }
  const cluster = 'night';
  if (kind === 'rds') await power.databases.create(timed);
  else if (kind === 'asg') await power.autoScalingGroups.create({ ...timed, desired: 1 });
  else if (kind === 'ecs') await power.ecsServices.create({ ...timed, cluster, desired: 1 });
  else await power.nodegroups.create({ ...timed, cluster, desired: 1 });
  return {
    rds: `      - rdsInstance: ${name}`,
    asg: `      - autoScalingGroup: ${name}`,
    ecs: `      - ecsService: { cluster: ${cluster}, name: ${name} }`,
    nodegroup: `      - eksNodegroup: { cluster: ${cluster}, name: ${name} }`,
  }[kind];
}
