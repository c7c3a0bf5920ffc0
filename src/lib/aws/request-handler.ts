import { NodeHttpHandler, type NodeHttpHandlerOptions } from '@smithy/node-http-handler';
import type { ServerClock } from './server-clock.js';

/** Sends the requests of all clients, and keeps connections; its errors name the `host`. */
export class RequestHandler extends NodeHttpHandler {
  readonly #clock: ServerClock;

  constructor(options: NodeHttpHandlerOptions, clock: ServerClock) {
    super(options);
    this.#clock = clock;
  }

  override async handle(
    ...[request, options]: Parameters<NodeHttpHandler['handle']>
  ): ReturnType<NodeHttpHandler['handle']> {
    const sentAt = Date.now();
    try {
      const answer = await super.handle(request, options);
      const { date } = answer.response.headers as { readonly date?: string };
      this.#clock.note({ sentAt, receivedAt: Date.now(), date });
      return answer;
    } catch (error) {
      const { hostname, port } = request;
      const host = port === undefined ? hostname : `${hostname}:${port}`;
      if (error instanceof Error) Object.assign(error, { host });
      throw error;
    }
  }
}

const longestConnectMs = 5_000;

/** @param clock is told the date of every answer */
export function requestHandler(timeoutMs: number, clock: ServerClock): RequestHandler {
  const options = {
    connectionTimeout: Math.min(timeoutMs, longestConnectMs),
    requestTimeout: timeoutMs,
    throwOnRequestTimeout: true,
  };
  return new RequestHandler(options, clock);
}
