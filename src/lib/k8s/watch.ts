import type { ApiCall } from './api-call.js';
import { isJson, parseObject } from './api-status.js';
import type { Ask } from './ask.js';
import { ExpiredError } from './errors.js';
import { explainAnswer, explainGarbled, explainStranger } from './explain-answer.js';
import { explainFailure } from './explain-unreachable.js';
import { type Fields, isFields } from './kubeconfig-files.js';
import { linesOf } from './lines.js';
import { type Endpoint, type HttpRequest, openStream, readText, TransportFailure } from './transport.js';

export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: Fields;
}

/** Seconds after which the server ends a watch by itself, so that a dead connection isn't trusted for longer. */
const watchSeconds = 30;
const idleMs = (watchSeconds + 5) * 1000;
const longestEvent = 16 * 1024 * 1024;
const longestRefusal = 1024 * 1024;

/**
 * What happens to the objects of a list after `resourceVersion`, until the server ends the watch.
 * @throws ExpiredError when it has to be listed again; ForbiddenError; KubernetesError when the connection is lost
 */
export async function* watch(
  ask: Ask,
  list: ApiCall,
  resourceVersion: string,
): AsyncGenerator<WatchEvent, void> {
  const call: ApiCall = {
    ...list,
    action: list.action.replace(/^list/, 'watch'),
    query: {
      ...list.query,
      watch: true,
      allowWatchBookmarks: true,
      resourceVersion,
      timeoutSeconds: watchSeconds,
    },
  };
  try {
    const answer = await ask.send(call, open);
    if (answer.status !== 200) throw explainAnswer(call, answer);
    if (!isJson(answer)) throw explainStranger(call, answer);
    for await (const line of linesOf(answer.body, { length: longestEvent, idleMs }))
      yield eventOf(call, parseObject(line));
  } catch (error) {
    throw explain(call, error, ask.way);
  }
}

/** A refusal is read at once, so that its connection is free again. */
async function open(endpoint: Endpoint, request: HttpRequest) {
  const stream = await openStream(endpoint, request);
  return { ...stream, text: stream.status === 200 ? '' : await readText(stream.body, longestRefusal) };
}

const eventTypes: ReadonlySet<unknown> = new Set(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK']);

function eventOf(call: ApiCall, event: Fields | undefined): WatchEvent {
  const { type, object } = event ?? {};
  if (!isFields(object)) throw explainGarbled(call);
  if (eventTypes.has(type)) return { type, object } as WatchEvent;
  if (object['code'] === 410) throw new ExpiredError(`Can't ${call.action}: it is too long ago (410).`);
  const status = typeof object['code'] === 'number' ? object['code'] : 500;
  const answer = { status, type: 'application/json', retryAfterMs: undefined, text: JSON.stringify(object) };
  throw explainAnswer(call, answer);
}

function explain(call: ApiCall, error: unknown, way: string): unknown {
  if (call.signal?.aborted) return call.signal.reason;
  if (error instanceof TransportFailure) return explainFailure(call, error, way);
  const isNodes = error instanceof Error && 'code' in error;
  return isNodes ? explainFailure(call, new TransportFailure(error, true), way) : error;
}
