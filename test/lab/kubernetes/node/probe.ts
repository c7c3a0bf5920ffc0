import { connect } from 'node:net';

const patienceMs = 300;

/** Whether a pod whose behavior asks for `probe` is ready with this value. */
export async function isReady(probe: string, value: string): Promise<boolean> {
  if (probe === 'none') return true;
  if (probe.startsWith('match:')) return new RegExp(probe.slice('match:'.length)).test(value);
  if (probe !== 'tcp') return false;
  return (await Promise.all(value.split(',').map(takesConnections))).includes(true);
}

function takesConnections(address: string): Promise<boolean> {
  const [, host, port] = /^\[?(.*?)\]?:(\d+)$/.exec(address.trim()) ?? [];
  if (host === undefined || Number(port) > 65_535) return Promise.resolve(false);
  return new Promise((resolve) => {
    const socket = connect({ host, port: Number(port), timeout: patienceMs });
    const settle = (answer: boolean): void => {
      socket.destroy();
      resolve(answer);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });
}
