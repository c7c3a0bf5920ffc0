import { InterruptedError, messageOf } from '../errors.js';
import { type Address, formatAddress } from '../kafka/address.js';
import type { BrokerAnswer } from './model.js';

/** Asks the broker at an address for its cluster's id. */
export type AskBroker = (address: Address) => Promise<string | null>;

/**
 * Asks every broker of a list by itself, all at once: one that doesn't answer, or is of another cluster, is a problem
 * of its own.
 * @param expected the id that the cluster must have; the first answer's when undefined
 * @throws InterruptedError
 */
export async function probeBrokers(
  ask: AskBroker,
  servers: readonly Address[],
  expected: string | undefined,
): Promise<readonly BrokerAnswer[]> {
  const answers = await Promise.all(
    servers.map(async (server) => {
      try {
        return { server, clusterId: await ask(server), problem: undefined };
      } catch (error) {
        if (error instanceof InterruptedError) throw error;
        return { server, clusterId: null, problem: `doesn't answer: ${messageOf(error).replace(/\.$/, '')}` };
      }
    }),
  );
  const first = answers.find(({ problem }) => problem === undefined)?.clusterId ?? undefined;
  const wanted = expected ?? first;
  return answers.map(({ server, clusterId, problem }) => {
    const address = formatAddress(server);
    if (problem !== undefined) return { address, problem, words: undefined };
    if (wanted !== undefined && clusterId !== wanted) {
      const other = `belongs to cluster ${clusterId ?? 'without an id'}, not to ${wanted}`;
      return { address, problem: other, words: undefined };
    }
    const words = expected === undefined ? 'answers' : 'answers, cluster id matches';
    return { address, problem: undefined, words };
  });
}
