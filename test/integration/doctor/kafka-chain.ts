import { readFile } from 'node:fs/promises';
import type { Aws } from '../../../src/lib/aws/aws.js';
import type { Cluster, Environment } from '../../../src/lib/config/environment.js';
import type { DoctorDeps } from '../../../src/lib/doctor/doctor-deps.js';
import { kafkaSteps } from '../../../src/lib/doctor/kafka/kafka-steps.js';
import type { WayIn } from '../../../src/lib/doctor/kafka/way-in.js';
import type { Examined, Finding, Layer } from '../../../src/lib/doctor/model.js';
import { runSteps } from '../../../src/lib/doctor/run-steps.js';
import type { ResolvedSettings } from '../../../src/lib/doctor/settings-step.js';
import { ok, skipped, step } from '../../../src/lib/doctor/step.js';
import { verdictOf } from '../../../src/lib/doctor/verdict.js';
import type { Auth } from '../../../src/lib/kafka/auth.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import type { MskLab } from '../../lab/kafka/msk-lab.js';
import type { Pki } from '../../lab/pki.js';
import { wallClock } from './wall-clock.js';

export interface KafkaSetting {
  /** `host:port`, several with commas between. */
  readonly brokers: string;
  readonly auth: Auth;
  readonly cluster?: Partial<Cluster>;
  /** Paths of manifests. */
  readonly topics?: readonly string[];
  readonly aws?: Partial<Aws>;
  /** Brokers that MSK says it has. */
  readonly brokerCount?: number;
  readonly way?: WayIn;
  readonly timeoutMs?: number;
  readonly roundTrip?: boolean;
  readonly signal?: AbortSignal;
  readonly onTrace?: (event: string) => void;
}

export interface KafkaDiagnosis {
  readonly examined: readonly Examined[];
  readonly verdict: ReturnType<typeof verdictOf>;
  /** Of one layer, without those that are well. */
  bad(layer: Layer): readonly Finding[];
  /** Layers with their status, of those that aren't skipped. */
  readonly statuses: Readonly<Record<string, string>>;
}

/** Kafka's layers alone, on a set-up that is resolved already. */
export async function diagnoseKafka(setting: KafkaSetting): Promise<KafkaDiagnosis> {
  const { auth, cluster = {}, topics = [], aws = {}, way = { route: directRoute } } = setting;
  const brokers = setting.brokers.split(',').map((text) => {
    const at = text.lastIndexOf(':');
    return { host: text.slice(0, at), port: Number(text.slice(at + 1)) };
  });
  const environment: Environment = {
    ...{ name: 'dev', protected: false, configFile: '/exops.yaml', hosts: new Map(), sleep: [] },
    ...{ aws: { profile: undefined, region: undefined, accountId: undefined }, prices: new Map() },
    ...{ brokers, topics, kubernetes: undefined },
    cluster: { kind: 'kafka', brokers, clusterId: undefined, auth, via: undefined, ...cluster },
  };
  const closing: (() => unknown)[] = [];
  const signal = setting.signal ?? new AbortController().signal;
  const deps = {
    ...{ clock: wallClock, signal, timeoutMs: setting.timeoutMs, roundTrip: setting.roundTrip === true },
    aws: async () => aws,
    atEnd: (close: () => unknown) => closing.push(close),
    trace: setting.onTrace ?? (() => {}),
    commandLine: (command: string, words: readonly string[] = []) => ['exops', command, ...words].join(' '),
  } as unknown as DoctorDeps;
  const value: ResolvedSettings = { environment, isClusterOfFile: true, clusterAwaits: undefined };
  const settings = step({ layer: 'settings', tries: 'settings', run: async () => ok('settings', value) });
  const ssh = step({ layer: 'ssh', tries: 'ssh', run: async () => skipped('no host', way) });
  const facts = {
    targets: [],
    ...(setting.brokerCount === undefined ? {} : { msk: { brokerCount: setting.brokerCount } as never }),
  };
  const found = step({ layer: 'cluster', tries: 'cluster', run: async () => skipped('made up', facts) });
  try {
    const steps = Object.values(kafkaSteps(deps, { settings, ssh, cluster: found }));
    const all = await runSteps(steps, { clock: wallClock, signal });
    const examined = all.filter(({ layer }) => !['settings', 'ssh', 'cluster'].includes(layer));
    const of = (layer: Layer) => examined.find((one) => one.layer === layer)?.findings ?? [];
    return {
      examined,
      verdict: verdictOf(examined),
      bad: (layer) => of(layer).filter(({ verdict }) => verdict !== 'ok'),
      statuses: Object.fromEntries(
        examined.filter(({ status }) => status !== 'skipped').map(({ layer, status }) => [layer, status]),
      ),
    };
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

const secret = (value: string) => ({ reveal: () => value });

export const ways = {
  plaintext: async (): Promise<Auth> => ({ mechanism: 'none' }),
  tls: async (pki: Pki): Promise<Auth> => ({ mechanism: 'tls', tls: await trusting(pki) }),
  scram: async (pki: Pki, username = 'ops', password = 'ops-secret'): Promise<Auth> => ({
    ...{ mechanism: 'scram', algorithm: 'scram-sha-512', username, password: secret(password) },
    tls: await trusting(pki),
  }),
  iam: async (pki: Pki, token: () => Promise<string> = async () => 'none'): Promise<Auth> => ({
    ...{ mechanism: 'iam', token, tls: await trusting(pki) },
  }),
};

export async function trusting({ ca }: Pick<Pki, 'ca'>) {
  return { ca: await readFile(ca, 'utf8') };
}

export async function withCertificate(pki: Pki, pair: Pki['client']): Promise<Auth> {
  const [certificate, key] = await Promise.all([pair.cert, pair.key].map((path) => readFile(path, 'utf8')));
  return {
    mechanism: 'tls',
    tls: { ...(await trusting(pki)), certificate: certificate ?? '', key: secret(key ?? '') },
  };
}

export type Way = keyof typeof ways;
export type { MskLab };
