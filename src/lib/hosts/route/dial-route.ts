import type { Duplex } from 'node:stream';
import { abortable } from '../../abortable.js';
import type { Aws } from '../../aws/aws.js';
import type { Variables } from '../../config/environment-variables.js';
import { ExopsError } from '../../errors.js';
import { formatAddress } from '../../kafka/address.js';
import type { SshSession } from '../../ssh/ssh.js';
import { formatElapsed } from '../../terminal/elapsed.js';
import { dialDirect } from './dial-direct.js';
import { dialEndpoint } from './dial-endpoint.js';
import type { DialTarget } from './dial-target.js';
import type { Route } from './route.js';
import { dialSsm } from './ssm-plugin.js';
import { within } from './within.js';

export interface DialDeps {
  readonly aws: Pick<Aws, 'instanceConnect' | 'ssm' | 'region'>;
  readonly env: Variables;
  /** The AWS profile that was chosen, for programs that ask AWS themselves. */
  readonly profile: string | undefined;
  /** An open session to a host of `exops.yaml`; whoever opened it closes it. */
  through(host: string, signal: AbortSignal): Promise<SshSession>;
}

/**
 * Opens the way to the SSH port of an instance. An `error` listener is attached to the stream already, so one that
 * breaks while nobody listens does no harm.
 * @throws ExopsError that names the part of the way that failed; the signal's reason when that is aborted
 */
export function dialRoute(
  route: Route,
  target: DialTarget,
  deps: DialDeps,
  signal: AbortSignal,
): Promise<Duplex> {
  switch (route.kind) {
    case 'direct':
      return dialDirect([route.address, ...route.others], target, signal);
    case 'via':
      return dialThrough(route, target, deps, signal);
    case 'eice':
      return dialEndpoint(route, target, deps, signal);
    case 'ssm':
      return dialSsm(target, deps, signal);
  }
}

/** The login to the host in between has its own time, as a person may be asked about its key. */
async function dialThrough(
  { host, address }: { readonly host: string; readonly address: string },
  { name, port, timeoutMs }: DialTarget,
  deps: DialDeps,
  signal: AbortSignal,
): Promise<Duplex> {
  const session = await deps.through(host, signal);
  const where = `Can't reach SSH on ${name} at ${formatAddress({ host: address, port })} from ${host}`;
  const hint = `Its security group must admit port ${port} from ${host}.`;
  const late = () => new ExopsError(`${where}: no answer in ${formatElapsed(timeoutMs)}.`, { hint });
  return within(timeoutMs, late, signal, (stop) => forward(session, address, port, stop));
}

async function forward(
  session: SshSession,
  address: string,
  port: number,
  signal: AbortSignal,
): Promise<Duplex> {
  const opening = session.forward(address, port);
  try {
    const stream = await abortable(opening, signal);
    stream.on('error', () => undefined);
    return stream;
  } catch (error) {
    opening.then((late) => late.destroy()).catch(() => undefined);
    throw error;
  }
}
