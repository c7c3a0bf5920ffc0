import { NodeHttpHandler } from '@smithy/node-http-handler';

/** Sends the requests of all clients, and keeps connections; its errors name the `host`. */
export class RequestHandler extends NodeHttpHandler {
  override async handle(
    ...[request, options]: Parameters<NodeHttpHandler['handle']>
  ): ReturnType<NodeHttpHandler['handle']> {
    try {
      return await super.handle(request, options);
    } catch (error) {
      const { hostname, port } = request;
      const host = port === undefined ? hostname : `${hostname}:${port}`;
      if (error instanceof Error) Object.assign(error, { host });
      throw error;
    }
  }
}

const longestConnectMs = 5_000;

export function requestHandler(timeoutMs: number): RequestHandler {
  return new RequestHandler({
    connectionTimeout: Math.min(timeoutMs, longestConnectMs),
    requestTimeout: timeoutMs,
    throwOnRequestTimeout: true,
  });
}
