import { setTimeout as sleep } from 'node:timers/promises';
import { expect, inject, onTestFinished } from 'vitest';
import { type AwsLab, joinAws } from '../../lab/aws/aws-lab.js';
import { type PowerLab, powerLab } from '../../lab/aws/power-lab.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';
import { ownName } from '../aws/opened-aws.js';
import { stateFolder } from '../state-folder.js';

export const sleepable = ['nodegroup', 'asg', 'ecs', 'rds', 'rds-cluster', 'ec2'] as const;
export type Sleepable = (typeof sleepable)[number];

/** How a resource is, as the lab has it: nothing of that goes through exops. */
export interface Seen {
  /** A size, or the system's word. */
  readonly is: { readonly min?: number; readonly desired: number } | string;
  readonly record: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;

export interface NightOptions {
  readonly kinds?: readonly Sleepable[];
  /** How long each takes from one state to the next; a moment when left out. */
  readonly transitionSeconds?: number;
  /** More fields of the environment. */
  readonly environment?: Fields | ((idOf: Night['idOf']) => Fields);
  /** More fields of each line of the list. */
  readonly lines?: Readonly<Partial<Record<Sleepable, Readonly<Record<string, unknown>>>>>;
  readonly tags?: Readonly<Record<string, string>>;
  readonly publicAddress?: string;
  readonly privateAddress?: string;
}

/** An environment of the lab's AWS with one resource of each kind, which is awake. */
export interface Night {
  readonly lab: AwsLab;
  readonly power: PowerLab;
  /** Has the `exops.yaml`. */
  readonly cwd: string;
  /** The variables that the built program needs. */
  readonly env: Readonly<Record<string, string>>;
  /** How plans call it: `rds shop-1a2b3c4d`. */
  nameOf(kind: Sleepable): string;
  /** Its name, of an instance the id. */
  idOf(kind: Sleepable): string;
  exops(line: string, options?: RunOptions): Promise<RunResult>;
  seen(): Promise<Readonly<Record<string, Seen>>>;
}

const shapes = { min: 1, max: 4, desired: 2 } as const;

export async function night({
  kinds = sleepable,
  transitionSeconds = 0.2,
  environment = {},
  lines = {},
  tags = {},
  publicAddress,
  privateAddress,
}: NightOptions = {}): Promise<Night> {
  const lab = joinAws(inject('aws'));
  const power = powerLab(lab);
  const suffix = ownName('x').slice(2);
  const names = new Map(kinds.map((kind) => [kind, `${kind}-${suffix}`]));
  const cluster = `shop-${suffix}`;
  const common = { transitionSeconds, tags };
  const make: Readonly<Record<Sleepable, (name: string) => Promise<unknown>>> = {
    nodegroup: (name) => power.nodegroups.create({ cluster, name, ...shapes, ...common }),
    asg: (name) => power.autoScalingGroups.create({ name, ...shapes, ...common }),
    ecs: (name) => power.ecsServices.create({ cluster, name, desired: 2, ...common }),
    rds: (name) => power.databases.create({ name, ...common }),
    'rds-cluster': (name) => power.clusters.create({ name, ...common }),
    ec2: async () => {
      const address = {
        ...(publicAddress === undefined ? {} : { publicAddress }),
        ...(privateAddress === undefined ? {} : { privateAddress }),
      };
      const id = await lab.runInstance({ ...common, ...address });
      names.set('ec2', id);
      await until(async () => (await lab.describeInstance(id)).state === 'running');
    },
  };
  for (const kind of kinds) await make[kind](names.get(kind) ?? '');
  const idOf = (kind: Sleepable) => names.get(kind) ?? '';
  const list: Readonly<Record<Sleepable, () => object>> = {
    nodegroup: () => ({ eksNodegroup: { cluster, name: idOf('nodegroup') } }),
    asg: () => ({ autoScalingGroup: idOf('asg') }),
    ecs: () => ({ ecsService: { cluster, name: idOf('ecs') } }),
    rds: () => ({ rdsInstance: idOf('rds') }),
    'rds-cluster': () => ({ rdsCluster: idOf('rds-cluster') }),
    ec2: () => ({ ec2Instance: idOf('ec2') }),
  };
  const entries = kinds.map((kind) => ({ ...list[kind](), ...lines[kind] }));
  const more = typeof environment === 'function' ? environment(idOf) : environment;
  const dev = { aws: { accountId: '123456789012' }, sleep: entries, ...more };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  const env = { ...lab.env, EXOPS_STATE_DIR: await stateFolder() };
  onTestFinished(() => lab.clearFaults());
  const look: Readonly<Record<Sleepable, () => Promise<Seen>>> = {
    nodegroup: async () => sized(await power.nodegroups.describe(cluster, idOf('nodegroup'))),
    asg: async () => sized(await power.autoScalingGroups.describe(idOf('asg'))),
    ecs: async () => {
      const { desired, tags: own } = await power.ecsServices.describe(cluster, idOf('ecs'));
      return { is: { desired }, record: own[recordTag] };
    },
    rds: async () => onOff(await power.databases.describe(idOf('rds'))),
    'rds-cluster': async () => onOff(await power.clusters.describe(idOf('rds-cluster'))),
    ec2: async () => {
      const { state, tags: own } = await lab.describeInstance(idOf('ec2'));
      return { is: state, record: own[recordTag] };
    },
  };
  return {
    ...{ lab, power, cwd, env, idOf },
    nameOf: (kind) => `${kind} ${kind === 'ecs' ? `${cluster}/${idOf(kind)}` : idOf(kind)}`,
    exops: (line, options = {}) =>
      run(line, { cwd, pause: asQuickAsTheLab, ...options, env: { ...env, ...options.env } }),
    seen: async () =>
      Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, await look[kind]()] as const))),
  };
}

/** What AWS takes minutes for takes the lab a moment: it is asked as much more often. */
function asQuickAsTheLab(ms: number): number {
  return ms / 10;
}

/** Asks until it is so. */
export async function until(isTrue: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isTrue()) return;
    await sleep(50);
  }
  throw new Error('It never came to that.');
}

const recordTag = 'exops:sleep';

function sized({ min, desired, tags }: LabSized): Seen {
  return { is: { min, desired }, record: tags[recordTag] };
}

interface LabSized {
  readonly min: number;
  readonly desired: number;
  readonly tags: Readonly<Record<string, string>>;
}

function onOff({ status, tags }: { readonly status: string; readonly tags: LabSized['tags'] }): Seen {
  return { is: status, record: tags[recordTag] };
}

/** All of them as they are made. */
export function awake(kinds: readonly Sleepable[] = sleepable): Readonly<Record<string, Seen>> {
  const is: Readonly<Record<Sleepable, Seen['is']>> = {
    nodegroup: { min: 1, desired: 2 },
    asg: { min: 1, desired: 2 },
    ecs: { desired: 2 },
    rds: 'available',
    'rds-cluster': 'available',
    ec2: 'running',
  };
  return Object.fromEntries(kinds.map((kind) => [kind, { is: is[kind], record: undefined }]));
}

/** All of them as sleep leaves them. */
export function asleep(kinds: readonly Sleepable[] = sleepable): Readonly<Record<string, Seen>> {
  const stopped = { is: 'stopped', record: expect.stringMatching(/^v=1 state=on by=/) };
  const empty = {
    is: { min: 0, desired: 0 },
    record: expect.stringMatching(/^v=1 min=1 max=4 desired=2 by=/),
  };
  const seen: Readonly<Record<Sleepable, Seen>> = {
    nodegroup: empty,
    asg: empty,
    ecs: { is: { desired: 0 }, record: expect.stringMatching(/^v=1 desired=2 by=/) },
    rds: stopped,
    'rds-cluster': stopped,
    ec2: stopped,
  };
  return Object.fromEntries(kinds.map((kind) => [kind, seen[kind]]));
}

/** What was said, without what only a slow machine says and what is another each time. */
export function said(text: string, { cwd, idOf }: Pick<Night, 'cwd' | 'idOf'>): string {
  const ids = sleepable.map((kind) => [kind, idOf(kind)] as const).filter(([, id]) => id !== '');
  const named = ids.reduce((all, [kind, id]) => all.replaceAll(id, kind.toUpperCase()), text);
  return named
    .split('\n')
    .filter((line) => !/ · [\d.]+ m?s( …| · (done|failed))$/.test(line))
    .join('\n')
    .replaceAll(cwd, '.')
    .replaceAll(/shop-[a-z0-9]{6,8}/g, 'CLUSTER')
    .replaceAll(/\b(?:\d+ min )?[\d.]+ m?s\b/g, 'T')
    .replaceAll(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d\d:\d\d\b/g, 'WHEN')
    .replaceAll(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT')
    .replaceAll(/Record: \S+/g, 'Record: FILE')
    .replaceAll(/(\S) {2,}/g, '$1  ');
}
