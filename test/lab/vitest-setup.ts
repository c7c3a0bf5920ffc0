import type { TestProject } from 'vitest/node';
import type { AwsAccess } from './aws/aws-lab.js';
import { type StartedAws, startAws } from './aws/start.js';
import { type Broker, startBroker } from './kafka/broker.js';

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
  }
}

interface Shared {
  users: number;
  broker: Promise<Broker>;
  aws: Promise<StartedAws>;
}

// Vitest loads this module once for each project, so only the process itself can hold what they share.
const key = Symbol.for('exops.lab.shared');
const shelf = globalThis as { [key]?: Shared };

/** Starts what is shared, or joins the project that did. Without a broker and an AWS the run fails. */
export async function setup(project: TestProject): Promise<void> {
  const shared = shelf[key] ?? { users: 0, broker: startBroker(), aws: startAws() };
  shelf[key] = shared;
  shared.users += 1;
  const { bootstrap, port, clusterId } = await shared.broker;
  project.provide('kafka', { bootstrap, port, clusterId });
  project.provide('aws', (await shared.aws).access);
}

/** Stops it when the last project is done with it. */
export async function teardown(): Promise<void> {
  const shared = shelf[key];
  if (shared === undefined) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  delete shelf[key];
  await Promise.all([shared.broker, shared.aws].map(async (part) => (await part).stop()));
}
