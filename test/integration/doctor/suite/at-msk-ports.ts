import { connect, createServer, type Server } from 'node:net';
import type { MskLab } from '../../../lab/kafka/msk-lab.js';
import type { Place } from './place.js';

/** The MSK in miniature where MSK's own ports are: each listener is passed on from an address of loopback that nobody else has. */
export interface AtMskPorts {
  readonly host: string;
  readonly plaintext: string;
  readonly tls: string;
  readonly scram: string;
  readonly iam: string;
}

const ports = { plaintext: 9092, tls: 9094, scram: 9096, iam: 9098 } as const;
type Name = keyof typeof ports;

export async function atMskPorts(place: Place, msk: MskLab): Promise<AtMskPorts> {
  return place.shared('at MSK ports', async () => {
    const host = `127.${[0, 0, 0].map(() => 1 + Math.floor(Math.random() * 250)).join('.')}`;
    const names = Object.keys(ports) as Name[];
    const servers = await Promise.all(names.map((name) => passOn(host, ports[name], msk.listeners[name])));
    const at = (name: Name) => `${host}:${ports[name]}`;
    return {
      ...{ host, plaintext: at('plaintext'), tls: at('tls'), scram: at('scram'), iam: at('iam') },
      stop: async () => {
        for (const server of servers) server.close();
      },
    };
  });
}

function passOn(host: string, port: number, target: string): Promise<Server> {
  const server = createServer((client) => {
    const broker = connect(Number(target.split(':')[1]), '127.0.0.1');
    client.pipe(broker).pipe(client);
    client.on('error', () => broker.destroy());
    broker.on('error', () => client.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
