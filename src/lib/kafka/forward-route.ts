import type { Duplex } from 'node:stream';
import { LateStream } from './late-stream.js';
import type { Route } from './route.js';

/** Opens a connection from another machine, which resolves the name. */
export type Forward = (host: string, port: number) => Promise<Duplex>;

/**
 * Through another machine, to whatever address the brokers advertise: no local port, no table of addresses.
 * @param label `via kafka (i-0123456789abcdef0)`
 */
export function forwardRoute(label: string, forward: Forward): Route {
  return {
    label,
    open({ host, port }, onConnect) {
      const stream = new LateStream();
      forward(host, port).then(
        (inner) => {
          stream.attach(inner);
          if (!stream.destroyed) onConnect();
        },
        (error) => stream.destroy(error),
      );
      return stream;
    },
  };
}
