import { findCoordinator } from '../../../src/lib/kafka/requests/find-coordinator.js';
import { offsetCommit } from '../../../src/lib/kafka/requests/offset-commit.js';
import { directRoute } from '../../../src/lib/kafka/route.js';
import { KafkaSession } from '../../../src/lib/kafka/session.js';

export type Committed = readonly (readonly [topic: string, partition: number, offset: bigint])[];

/** A session of its own with a broker that stands alone. */
export function openSession(bootstrap: string): KafkaSession {
  const [host = '', port] = bootstrap.split(':');
  return new KafkaSession({
    bootstrap: [{ host, port: Number(port) }],
    auth: { mechanism: 'none' },
    route: directRoute,
    trace: () => {},
  });
}

/** Commits offsets of groups that don't run, of a broker that stands alone. */
export async function commit(bootstrap: string, groups: Readonly<Record<string, Committed>>): Promise<void> {
  const session = openSession(bootstrap);
  try {
    await Promise.all(
      Object.entries(groups).map(async ([group, offsets]) => {
        const asked = offsets.map(([name, partition, offset]) => ({ name, partition, offset }));
        for (let tries = 0; ; tries++) {
          const found = await session.send(findCoordinator, { group });
          const answers =
            found.error === undefined ? await session.send(offsetCommit, { group, offsets: asked }) : [found];
          const error = answers.find((one) => one.error !== undefined)?.error;
          if (error === undefined) return;
          // The topic of all offsets is made when somebody first looks for a coordinator.
          if (tries > 100 || ![3, 14, 15, 16].includes(error.code)) throw new Error(error.name);
          await new Promise((resolve) => setTimeout(resolve, 100));
        }
      }),
    );
  } finally {
    session.close();
  }
}
