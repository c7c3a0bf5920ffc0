import type { KafkaClient } from '../../../../src/lib/kafka/client.js';
import type { FoundMessages, Isolation } from '../../../../src/lib/messages/model.js';
import { readMessages } from '../../../../src/lib/messages/read/read-messages.js';

interface Scene {
  readonly ends?: readonly bigint[];
  readonly first?: bigint;
  readonly isolation?: Isolation;
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
  readonly atEnds?: () => void;
  readonly take?: (found: FoundMessages) => Promise<'go on' | 'stop'>;
}

/** Reads partition 0 (and 1, …) of `t`, all led by broker 1. */
export async function reading(client: KafkaClient, scene: Scene = {}) {
  const { ends = [3n], first = 0n, isolation = 'read committed', follow = false } = scene;
  const seen: string[] = [];
  const problems: string[] = [];
  let now = 0;
  const pauses: number[] = [];
  const sleep = async (ms: number) => {
    now += ms;
    pauses.push(ms);
    await new Promise((resolve) => setImmediate(resolve));
  };
  const ranges = ends.map((end, id) => ({ id, leader: 1, earliest: 0n, first, end }));
  const deps = {
    ...{ client, clock: { now: () => now, sleep }, rights: { byIam: false, arn: undefined } },
    signal: scene.signal ?? new AbortController().signal,
  };
  const take = async (all: Iterable<FoundMessages>) => {
    for (const found of all) {
      seen.push(...found.messages.map(({ offset, value }) => `${found.partition}:${offset} ${value}`));
      if ((await scene.take?.(found)) === 'stop') return 'stop';
    }
    return 'go on';
  };
  const request = { topic: 't', ranges, isolation, follow, atEnds: scene.atEnds };
  const error = await readMessages(deps, request, take, (problem) => problems.push(problem)).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return { seen, problems, error, pauses };
}
