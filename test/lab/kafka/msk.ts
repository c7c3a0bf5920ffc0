import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { awsRegion } from '../aws/aws-lab.js';
import { type CertificateRequest, clientPrincipal } from '../pki.js';
import { temporaryFolder } from '../temporary-folder.js';
import { addressOf } from './broker.js';
import { opsArn } from './msk-iam-keys.js';
import { installKafkaWithIam } from './msk-iam-validator.js';
import { joinMsk, type MskLab } from './msk-lab.js';
import {
  type IamSettings,
  type MskAdvertised,
  type MskListeners,
  mskListenerNames,
  mskListeners,
} from './msk-listeners.js';
import type { KafkaNode } from './node.js';
import { type StartedNodes, startNodes } from './start-nodes.js';

export interface MskOptions {
  /** One when left out. The first is the controller as well: while it is down nobody notices that others are. */
  readonly brokers?: number;
  /** Of TLS, SCRAM and IAM; one for localhost and 127.0.0.1 when left out. */
  readonly certificate?: CertificateRequest;
  /** Where each broker sends the clients of a listener, when that isn't where it listens. */
  readonly advertised?: MskAdvertised;
  /** After this long a client has to log in again, or is cut off. MSK's own is 12 hours. */
  readonly sessionMs?: number;
  /** The cluster's; the one of the AWS lab when left out. */
  readonly region?: string;
  /** Lines of `server.properties` that win over the lab's own. */
  readonly properties?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

export interface MskLabBroker {
  /** Counted from 1. */
  readonly id: number;
  /** Of this broker alone. */
  readonly listeners: MskListeners;
  log(): Promise<string>;
  /** Ends the process at once, as a crash would; its data stays for `start`. */
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface StartedMsk extends MskLab {
  readonly brokers: readonly MskLabBroker[];
  /** Ends all brokers for good and removes their data. */
  stop(): Promise<void>;
}

/** Starts an MSK in miniature: Kafka's own brokers, with MSK's listeners. Resolves when they answer. */
export async function startMsk(options: MskOptions = {}): Promise<StartedMsk> {
  const { brokers = 1, region = awsRegion, certificate = {}, advertised = {} } = options;
  const folder = await temporaryFolder();
  const [keysFile = '', loginsFile = ''] = ['keys', 'logins'].map((name) => join(folder.path, name));
  await Promise.all([keysFile, loginsFile].map((file) => writeFile(file, '', { mode: 0o600 })));
  const iam = { region, keysFile, loginsFile };
  try {
    const started = await startNodes({
      racks: Array.from({ length: brokers }, (_, index) => `zone-${index + 1}`),
      advertised: advertised.plaintext ?? [],
      listeners: (pki) => mskListeners(pki, { iam, certificate, advertised }),
      controllers: 1,
      authorizer: true,
      properties: { ...rights, ...replicas(brokers), ...sessions(options.sessionMs), ...options.properties },
      install: installKafkaWithIam,
      timeoutMs: options.timeoutMs ?? 90_000,
    });
    const stop = async (): Promise<void> => {
      await started.stop();
      await folder.remove();
    };
    return describe(started, iam, stop);
  } catch (error) {
    await folder.remove();
    throw error;
  }
}

const rights = { 'super.users': ['User:ANONYMOUS', 'User:ops', clientPrincipal, `User:${opsArn}`].join(';') };

// As many as on MSK, where the controllers aren't brokers.
function replicas(brokers: number): Readonly<Record<string, string>> {
  const factor = `${Math.min(brokers, 3)}`;
  return { 'offsets.topic.replication.factor': factor, 'transaction.state.log.replication.factor': factor };
}

function sessions(milliseconds: number | undefined): Readonly<Record<string, string>> {
  return milliseconds === undefined ? {} : { 'connections.max.reauth.ms': `${milliseconds}` };
}

function describe(started: StartedNodes, iam: IamSettings, stop: () => Promise<void>): StartedMsk {
  const { nodes, pki, clusterId } = started;
  if (pki === undefined) throw new Error('An MSK has certificates.');
  const brokers = nodes.map((node) => mskBroker(started, node));
  const listeners = addresses((name) => brokers.map((broker) => broker.listeners[name]).join(','));
  return { ...joinMsk({ listeners, pki, clusterId, ...iam }), brokers, stop };
}

function mskBroker(started: StartedNodes, node: KafkaNode): MskLabBroker {
  return {
    id: node.settings.id,
    listeners: addresses((name) => addressOf(node, mskListenerNames[name])),
    log: node.log,
    kill: node.kill,
    start: () => started.start(node),
  };
}

function addresses(of: (name: keyof MskListeners) => string): MskListeners {
  const names = Object.keys(mskListenerNames) as (keyof MskListeners)[];
  return Object.fromEntries(names.map((name) => [name, of(name)])) as Record<keyof MskListeners, string>;
}
