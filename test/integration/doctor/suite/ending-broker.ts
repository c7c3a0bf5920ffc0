import { readFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { type Broker, startBroker } from '../../../lab/kafka/broker.js';
import { freePort } from '../../../lab/ports.js';
import { runCommand } from '../../../lab/run-command.js';

/** A broker behind what ends TLS for it, as a load balancer does, with a certificate that has five days left. */
export interface EndingBroker {
  readonly bootstrap: string;
  /** Path of the certificate, which nobody else signed. */
  readonly ca: string;
  stop(): Promise<void>;
}

export async function startEndingBroker(folder: string): Promise<EndingBroker> {
  const [ca, key] = [join(folder, 'ending.pem'), join(folder, 'ending.key')];
  await runCommand('openssl', [
    ...['req', '-x509', '-days', '5', '-subj', '/CN=exops-lab-ending', '-newkey', 'ec', '-nodes'],
    ...['-pkeyopt', 'ec_paramgen_curve:prime256v1', '-addext', 'subjectAltName=IP:127.0.0.1'],
    ...['-keyout', key, '-out', ca],
  ]);
  const port = await freePort();
  const bootstrap = `127.0.0.1:${port}`;
  const broker: Broker = await startBroker({ advertised: bootstrap });
  const pem = { cert: await readFile(ca), key: await readFile(key) };
  const server = createServer(pem, (client) => {
    const inner = connect(broker.port, '127.0.0.1');
    client.pipe(inner).pipe(client);
    client.on('error', () => inner.destroy());
    inner.on('error', () => client.destroy());
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    bootstrap,
    ca,
    async stop() {
      server.close();
      await broker.stop();
    },
  };
}
