import net from 'node:net';
import type { Duplex } from 'node:stream';
import type { Address } from './address.js';

/** kafkajs calls `unref` on disconnecting, and a stream without it would end the process. */
export type RouteStream = Duplex & { unref(): unknown };

/**
 * How a broker is reached: the one seam between Kafka and the network.
 * A route is asked for whatever address the brokers advertise, and names are resolved at its far end.
 */
export interface Route {
  /** For the line that names the target of a command; undefined when there is nothing to say. */
  readonly label: string | undefined;
  /** Returns at once; `onConnect` is called when bytes can flow, an `error` event tells why they can't. */
  open(address: Address, onConnect: () => void): RouteStream;
}

/** From this machine, without a detour. */
export const directRoute: Route = {
  label: undefined,
  open({ host, port }, onConnect) {
    try {
      // Small pipelined requests wait for delayed acknowledgements when Nagle's algorithm is on.
      return net.connect({ host, port, noDelay: true, keepAlive: true }, onConnect);
    } catch (error) {
      // A broker may advertise what is no port at all, which Node throws for.
      return new net.Socket().destroy(error instanceof Error ? error : new Error(String(error)));
    }
  },
};
