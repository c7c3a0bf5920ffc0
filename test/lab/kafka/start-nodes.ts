import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createPki, type Pki } from '../pki.js';
import { freePorts } from '../ports.js';
import { type TemporaryFolder, temporaryFolder } from '../temporary-folder.js';
import { formatNode, randomId } from './format.js';
import { installKafka } from './install.js';
import type { KafkaInstall } from './jvm.js';
import { clientListener, internalListener, type Listener } from './listeners.js';
import { type KafkaNode, kafkaNode, PortTakenError } from './node.js';
import type { NodeSettings } from './properties.js';

export interface NodesOptions {
  readonly racks: readonly (string | undefined)[];
  readonly advertised: readonly (string | undefined)[];
  /** Those beside the plaintext one, for which certificates are made. */
  readonly listeners: ((pki: Pki) => readonly Listener[] | Promise<readonly Listener[]>) | undefined;
  readonly authorizer: boolean;
  readonly properties: Readonly<Record<string, string>>;
  /** How many of them are controllers too, the first ones; all when left out. */
  readonly controllers?: number;
  /** Kafka as it is when left out. */
  readonly install?: () => Promise<KafkaInstall>;
  readonly timeoutMs: number;
}

export interface StartedNodes {
  readonly clusterId: string;
  readonly nodes: readonly KafkaNode[];
  readonly pki: Pki | undefined;
  /** Starts a node whose process has ended, on the ports and data it had. */
  start(node: KafkaNode): Promise<void>;
  /** Ends every node and removes their data. */
  stop(): Promise<void>;
}

const attempts = 4;

/** Starts a cluster with one broker for each entry of `racks`. */
export async function startNodes(options: NodesOptions): Promise<StartedNodes> {
  const install = await (options.install ?? installKafka)();
  for (let attempt = 1; ; attempt++) {
    try {
      return await tryToStart(install, options);
    } catch (error) {
      if (!(error instanceof PortTakenError) || attempt === attempts) throw error;
    }
  }
}

async function tryToStart(install: KafkaInstall, options: NodesOptions): Promise<StartedNodes> {
  const folder = await temporaryFolder();
  const clusterId = randomId();
  const pki = options.listeners === undefined ? undefined : await createPkiIn(folder);
  const nodes = (await plan(folder, pki, options)).map((settings) => kafkaNode(install, settings));
  const readyAll = (some: readonly KafkaNode[], brokers: number): Promise<unknown> => {
    const deadline = Date.now() + options.timeoutMs;
    return Promise.all(some.map((node) => node.ready({ clusterId, brokers, deadline })));
  };
  const stop = async (): Promise<void> => {
    await Promise.all(nodes.map((node) => node.kill()));
    await folder.remove();
  };
  try {
    for (const node of nodes) {
      await formatNode(install, pki === undefined ? 'empty' : 'users', node.settings, clusterId);
      await node.launch();
    }
    await readyAll(nodes, nodes.length);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    clusterId,
    nodes,
    pki,
    stop,
    async start(node) {
      await node.launch();
      await readyAll([node], 1);
    },
  };
}

async function createPkiIn(folder: TemporaryFolder): Promise<Pki> {
  const path = join(folder.path, 'pki');
  await mkdir(path);
  return createPki(path);
}

async function plan(
  folder: TemporaryFolder,
  pki: Pki | undefined,
  options: NodesOptions,
): Promise<readonly NodeSettings[]> {
  const more = pki === undefined ? [] : await options.listeners?.(pki);
  const listeners: readonly Listener[] = [clientListener, internalListener, ...(more ?? [])];
  const perNode = listeners.length + 1;
  const ports = await freePorts(perNode * options.racks.length);
  const portsOf = (index: number): readonly number[] => ports.slice(index * perNode, (index + 1) * perNode);
  const controllerPort = (index: number): number => portsOf(index).at(-1) ?? 0;
  const controllers = options.racks.slice(0, options.controllers);
  const voters = new Map(controllers.map((_, index) => [index + 1, controllerPort(index)]));
  return options.racks.map((rack, index) => ({
    id: index + 1,
    folder: join(folder.path, `broker-${index + 1}`),
    listeners: listeners.map((listener, at) => ({ listener, port: portsOf(index)[at] ?? 0 })),
    controllerPort: controllerPort(index),
    voters,
    advertised: options.advertised[index],
    rack,
    pki,
    authorizer: options.authorizer,
    properties: options.properties,
  }));
}
