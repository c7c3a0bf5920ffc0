import { readFile } from 'node:fs/promises';
import { connect } from 'node:tls';

/** What Node says of the certificate at a listener: `authorized`, or the code of its refusal. */
export async function certificateVerdict(
  listener: string,
  caFile: string,
  servername: string,
): Promise<unknown> {
  const [host = '', port] = listener.split(':');
  const ca = await readFile(caFile);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), servername, ca });
    const settle = (verdict: unknown): void => {
      socket.destroy();
      resolve(verdict);
    };
    socket.once('secureConnect', () => settle('authorized'));
    socket.once('error', ({ code }: NodeJS.ErrnoException) => settle(code));
  });
}
