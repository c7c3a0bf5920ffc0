import type { TestProject } from 'vitest/node';
import type { AwsAccess } from './aws/aws-lab.js';
import { type StartedAws, startAws } from './aws/start.js';
import { type Broker, startBroker } from './kafka/broker.js';
import { startMsk } from './kafka/msk.js';
import { installKubernetes } from './kubernetes/install.js';
import { type OnDemand, serveOnDemand } from './kubernetes/on-demand.js';
import { startKubernetes } from './kubernetes/start.js';

/** What every integration and e2e test may use: one plain broker, shared, so topics need names of their own. */
export interface SharedKafka {
  readonly bootstrap: string;
  readonly port: number;
  readonly clusterId: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    kafka: SharedKafka;
    /** For `joinAws`, which gives a test credentials of its own. */
    aws: AwsAccess;
    /** For `sharedKubernetes`, which has it started: not every run needs one. */
    kubernetes: OnDemand['socket'];
    /** For `sharedMsk`, which has it started. */
    msk: OnDemand['socket'];
  }
}

interface Shared {
  users: number;
  broker: Promise<Broker>;
  aws: Promise<StartedAws>;
  kubernetes: Promise<OnDemand>;
  msk: Promise<OnDemand>;
}

// Vitest loads this module once for each project, so only the process itself can hold what they share.
const key = Symbol.for('exops.lab.shared');
const shelf = globalThis as { [key]?: Shared };

/** Starts what is shared, or joins the project that did. Without a broker and an AWS the run fails. */
export async function setup(project: TestProject): Promise<void> {
  const shared = shelf[key] ?? {
    users: 0,
    broker: startBroker(),
    aws: startAws(),
    kubernetes: offerKubernetes(),
    msk: serveOnDemand(sharedMsk),
  };
  shelf[key] = shared;
  shared.users += 1;
  const { bootstrap, port, clusterId } = await shared.broker;
  project.provide('kafka', { bootstrap, port, clusterId });
  project.provide('aws', (await shared.aws).access);
  project.provide('kubernetes', (await shared.kubernetes).socket);
  project.provide('msk', (await shared.msk).socket);
}

// Building it takes longer than any test may, so it is there before the first of them.
async function offerKubernetes(): Promise<OnDemand> {
  await installKubernetes();
  return serveOnDemand(startKubernetes);
}

async function sharedMsk() {
  const { listeners, pki, clusterId, region, keysFile, loginsFile, stop } = await startMsk();
  return { access: { listeners, pki, clusterId, region, keysFile, loginsFile }, stop };
}

/** Stops it when the last project is done with it. */
export async function teardown(): Promise<void> {
  const shared = shelf[key];
  if (shared === undefined) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  delete shelf[key];
  await Promise.all(
    [shared.broker, shared.aws, shared.kubernetes, shared.msk].map(async (part) => (await part).stop()),
  );
}
