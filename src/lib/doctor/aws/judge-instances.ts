import type { Instance } from '../../aws/aws.js';
import { ExopsError } from '../../errors.js';
import { instanceWords } from '../../hosts/find/instance-words.js';
import {
  AmbiguousInstanceError,
  liveInstances,
  type PickScene,
  pickInstance,
} from '../../hosts/find/pick-instance.js';
import type { HostSettings } from '../../hosts/host-settings.js';
import { recordTag } from '../../power/record.js';
import type { Finding, Outcome } from '../model.js';
import { explained } from './explained.js';

export type Role = 'way' | 'broker';

/** A host, and what EC2 has for its id or tags. */
export interface SeenHost {
  readonly settings: HostSettings;
  readonly instances: readonly Instance[];
  readonly role: Role;
}

export interface InstancesScene extends PickScene {
  /** The command that wakes the environment. */
  readonly wake: string;
}

export interface JudgedInstances extends Outcome<never> {
  /** Those that run; undefined where nothing can be reached: one on the way is down, or all brokers are. */
  readonly hosts?: ReadonlyMap<string, Instance>;
}

/** Pure. */
export function judgeInstances(seen: readonly SeenHost[], scene: InstancesScene): JudgedInstances {
  if (seen.length === 0)
    return { findings: [], skipped: 'no host is on the way or a broker', hosts: new Map() };
  const judged = seen.map((host) => ({ host, ...judgeOne(host, scene) }));
  const hosts = new Map(
    judged.flatMap(({ host, instance }) =>
      instance === undefined ? [] : [[host.settings.name, instance] as const],
    ),
  );
  const running = judged.filter(({ instance }) => instance !== undefined);
  const down = judged.filter(({ instance }) => instance === undefined);
  const words = running.map(({ host, instance }) =>
    instance === undefined ? '' : instanceWords(instance, host.settings.name),
  );
  const findings: readonly Finding[] = [
    ...(words.length === 0 ? [] : [{ verdict: 'ok' as const, saw: `${words.join(', ')} running` }]),
    ...down.flatMap(({ finding }) => (finding === undefined ? [] : [finding])),
  ];
  const brokers = judged.filter(({ host }) => host.role === 'broker');
  const isCut =
    down.some(({ host }) => host.role === 'way') ||
    (brokers.length > 0 && brokers.every(({ instance }) => instance === undefined));
  return isCut ? { findings } : { findings, hosts };
}

function judgeOne(
  { settings, instances }: SeenHost,
  scene: InstancesScene,
): { readonly instance?: Instance; readonly finding?: Finding } {
  try {
    return { instance: pickInstance(instances, settings.instance, { ...scene, name: settings.name }) };
  } catch (error) {
    if (!(error instanceof ExopsError)) throw error;
    return { finding: whyNot(error, instances, scene.wake) };
  }
}

/** Of what is on its way to another state. */
const wait = ['Wait a minute, then look again.'];

function whyNot(error: ExopsError, instances: readonly Instance[], wake: string): Finding {
  if (error instanceof AmbiguousInstanceError) return explained(error, 'host-ambiguous');
  const [only] = liveInstances(instances);
  if (only === undefined)
    return explained(error, instances.length === 0 ? 'host-not-found' : 'host-not-running');
  if (only.state !== 'stopped') return { next: wait, ...explained(error, 'host-not-running') };
  if (!only.tags.has(recordTag)) return explained(error, 'host-stopped');
  return {
    ...explained(error, 'host-asleep'),
    next: ['Wake it, and what sleeps with it:', wake],
    fix: { kind: 'wake' },
  };
}
