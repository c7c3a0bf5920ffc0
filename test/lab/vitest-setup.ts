import type { TestProject } from 'vitest/node';
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
  }
}

interface Shared {
  users: number;
  broker: Promise<Broker>;
}

// Vitest loads this module once for each project, so only the process itself can hold what they share.
const key = Symbol.for('exops.lab.shared');
const shelf = globalThis as { [key]?: Shared };

/** Starts the shared broker, or joins the project that did. Without a broker the run fails. */
export async function setup(project: TestProject): Promise<void> {
  const shared = shelf[key] ?? { users: 0, broker: startBroker() };
  shelf[key] = shared;
  shared.users += 1;
  const { bootstrap, port, clusterId } = await shared.broker;
  project.provide('kafka', { bootstrap, port, clusterId });
}

/** Stops the broker when the last project is done with it. */
export async function teardown(): Promise<void> {
  const shared = shelf[key];
  if (shared === undefined) return;
  shared.users -= 1;
  if (shared.users > 0) return;
  delete shelf[key];
  await (await shared.broker).stop();
}
