import type { Clock } from '../../context.js';
import { printable } from '../terminal/printable.js';
import { type ApiCall, bodyOf, isSafe, target } from './api-call.js';
import { isJson, parseObject } from './api-status.js';
import type { Connection } from './connection.js';
import { explainAnswer, explainGarbled, explainStranger } from './explain-answer.js';
import { explainUnauthenticated } from './explain-unauthenticated.js';
import { explainFailure, isPassing } from './explain-unreachable.js';
import type { Fields } from './kubeconfig-files.js';
import { type Endpoint, exchange, type HttpAnswer, type HttpRequest, TransportFailure } from './transport.js';

/** Sends calls to the API server. */
export interface Ask {
  /** For messages: the server, and what is on the way. */
  readonly way: string;
  /** The server's clock, as far as its answers have told it: milliseconds since the epoch. */
  serverNow(): number;
  /** The object of a good answer. @throws ExopsError, or the signal's reason */
  object(call: ApiCall): Promise<Fields>;
  /** A good answer as it came. @throws ExopsError, or the signal's reason */
  answer(call: ApiCall, tries?: number): Promise<HttpAnswer>;
  /** One try by other means, under the same rules for credentials, messages and traces. */
  send<Answer extends Pick<HttpAnswer, 'status' | 'date'>>(
    call: ApiCall,
    how: (endpoint: Endpoint, request: HttpRequest) => Promise<Answer>,
  ): Promise<Answer>;
}

export interface AskSettings {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Told about each request: method, path, status and milliseconds; no body. */
  trace(event: string): void;
  /** Prints the Role that exops needs. */
  readonly roleCommand?: string | undefined;
}

const maxTries = 3;
const pauseMs = 200;
const longestPauseMs = 5_000;

export function askBy(connection: Connection, settings: AskSettings): Ask {
  const { clock, timeoutMs, trace } = settings;

  // Whole seconds are rounded down: the one that is ahead most is nearest.
  let aheadMs = Number.NEGATIVE_INFINITY;

  const once: Ask['send'] = async (call, how) => {
    const signal = ownSignal(call);
    const endpoint = await connection.endpoint(signal);
    const beganAt = performance.now();
    const tell = (result: string) => {
      const ms = Math.round(performance.now() - beganAt);
      const dry = call.query?.['dryRun'] === undefined ? '' : ' (dry run)';
      trace(`Kubernetes ${call.method} ${printable(call.path)}${dry} ${result} (${ms} ms)`);
    };
    const request = { method: call.method, path: target(call), body: bodyOf(call), timeoutMs, signal };
    try {
      const answer = await how(endpoint, request);
      tell(String(answer.status));
      if (answer.date !== undefined) aheadMs = Math.max(aheadMs, answer.date - clock.now());
      if (answer.status === 401) connection.forget(endpoint);
      return answer;
    } catch (error) {
      if (error instanceof TransportFailure) tell(`failed: ${printable(error.code)}`);
      throw error;
    }
  };

  /** A 401 was refused before anything was done, so that writes, too, may be sent again. */
  const send: Ask['send'] = async (call, how) => {
    const first = await once(call, how);
    if (first.status !== 401) return first;
    const second = await once(call, how);
    if (second.status !== 401) return second;
    throw explainUnauthenticated(connection.context, connection.credentials(), clock.now());
  };

  const attempt = async (call: ApiCall, isLast: boolean): Promise<HttpAnswer | { pauseMs: number }> => {
    try {
      const answer = await send(call, exchange);
      return !isLast && mayRepeat(call, answer) ? { pauseMs: answer.retryAfterMs ?? pauseMs } : answer;
    } catch (error) {
      if (!(error instanceof TransportFailure)) throw error;
      if (!isLast && mayRepeat(call, error)) return { pauseMs };
      throw explainFailure(call, error, connection.way);
    }
  };

  const answer: Ask['answer'] = async (call, tries = maxTries) => {
    for (let nth = 1; ; nth++) {
      const result = await attempt(call, nth >= tries);
      if ('status' in result) {
        if (result.status >= 200 && result.status < 300) return result;
        throw explainAnswer(call, result, settings.roleCommand);
      }
      await clock.sleep(Math.min(result.pauseMs * nth, longestPauseMs), ownSignal(call));
    }
  };

  return {
    way: connection.way,
    serverNow: () => clock.now() + (Number.isFinite(aheadMs) ? aheadMs : 0),
    send,
    answer,
    async object(call) {
      const good = await answer(call);
      const object = isJson(good) ? parseObject(good.text) : undefined;
      if (object === undefined) throw isJson(good) ? explainGarbled(call) : explainStranger(call, good);
      return object;
    },
  };
}

/** The requests of one moment would be too many listeners of one and the same signal. */
function ownSignal({ signal }: ApiCall): AbortSignal | undefined {
  return signal === undefined ? undefined : AbortSignal.any([signal]);
}

/** Never a write that the server may have done. 429 is its refusal to begin. */
function mayRepeat(call: ApiCall, result: Pick<HttpAnswer, 'status'> | TransportFailure): boolean {
  if (result instanceof TransportFailure) return isPassing(result) && (isSafe(call) || !result.wasSent);
  return result.status === 429 || (result.status >= 500 && isSafe(call));
}
