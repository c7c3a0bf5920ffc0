import { deleteTopics } from '../../../../src/lib/kafka/requests/delete-topics.js';
import { type Batch, type Ending, settle } from '../../../../src/lib/topics/settle.js';
import { RecordingClock } from './recording-clock.js';
import { ScriptedClient } from './scripted-client.js';

interface Options {
  readonly signal?: AbortSignal;
  readonly alreadyCodes?: readonly number[];
}

/** A batch of deletions, as plain a request as there is. */
export function settling() {
  const client = new ScriptedClient();
  const clock = new RecordingClock();
  const settled = async (names: readonly string[], { signal, alreadyCodes = [] }: Options = {}) => {
    const endings: Record<string, Ending[]> = {};
    const items = names.map((name) => ({ name }));
    const batch: Batch<{ name: string }> = {
      part: 'deletion',
      alreadyCodes,
      chunks: [items],
      send: (some, options) =>
        client.send(deleteTopics, { names: some.map(({ name }) => name), timeoutMs: 5 }, options),
    };
    const access = { client, clock, changeTimeoutMs: 60_000 };
    await settle(
      access,
      batch,
      items,
      (name, ending) => {
        endings[name] = [...(endings[name] ?? []), ending];
      },
      signal ?? new AbortController().signal,
    );
    return endings;
  };
  const sent = () => client.requests(deleteTopics).map(({ names }) => names);
  return { client, clock, settled, sent };
}
