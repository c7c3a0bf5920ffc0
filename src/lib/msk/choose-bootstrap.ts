import type { BootstrapString, MskAccess, MskAuth, MskCluster } from '../aws/contract/msk.js';
import { ExopsError } from '../errors.js';
import { printable } from '../terminal/printable.js';
import { accessWords, authWords, listenersInWords } from './listener-words.js';
import { meaningOf } from './states.js';

/** The cluster has no listener of this kind. */
export class NoListenerError extends ExopsError {}

export interface Listener {
  readonly auth: MskAuth;
  readonly access: MskAccess;
}

/**
 * Pure: the string for a client that logs in so, from there.
 * @throws NoListenerError that names those which are on
 */
export function chooseBootstrap(
  cluster: MskCluster,
  strings: readonly BootstrapString[],
  { auth, access }: Listener,
): BootstrapString {
  const found = strings.find((one) => one.auth === auth && one.access === access);
  if (found !== undefined) return found;
  if (strings.length === 0) throw noListeners(cluster);
  throw new NoListenerError(
    `MSK cluster ${printable(cluster.name)} has no listener for ${authWords[auth]} ${accessWords[access]}.`,
    {
      hint: [`It has: ${listenersInWords(strings)}`, adviceFor(cluster, strings, { auth, access })].join(
        '\n',
      ),
    },
  );
}

/**
 * Pure: all strings, or all of one network.
 * @throws NoListenerError when there are none
 */
export function chooseStrings(
  cluster: MskCluster,
  strings: readonly BootstrapString[],
  access: MskAccess | undefined,
): readonly BootstrapString[] {
  const found = strings.filter((one) => access === undefined || one.access === access);
  if (found.length > 0) return found;
  if (strings.length === 0 || access === undefined) throw noListeners(cluster);
  throw new NoListenerError(
    `MSK cluster ${printable(cluster.name)} has no listeners ${accessWords[access]}.`,
    { hint: `It has: ${listenersInWords(strings)}` },
  );
}

function noListeners({ name, state }: MskCluster): NoListenerError {
  return new NoListenerError(
    `AWS gives no bootstrap servers for MSK cluster ${printable(name)}, which is ${printable(state)}: ${meaningOf(state).meaning}.`,
    { hint: 'Ask again when it is ACTIVE: exops msk list' },
  );
}

/** https://docs.aws.amazon.com/msk/latest/developerguide/msk-update-security.html */
function adviceFor(
  { kind }: MskCluster,
  strings: readonly BootstrapString[],
  { auth, access }: Listener,
): string {
  if (kind === 'serverless')
    return 'A serverless cluster takes IAM from its own VPCs alone: auth: { mechanism: iam }';
  const hasAuth = strings.some((one) => one.auth === auth);
  if (hasAuth && access === 'public')
    return 'Public access is turned on in the MSK console (Properties, Networking) or by: aws kafka update-connectivity';
  if (hasAuth && access === 'vpc')
    return 'Multi-VPC connectivity is turned on for each authentication in the MSK console (Properties, Networking) or by: aws kafka update-connectivity';
  if (hasAuth)
    return `Take what it has, as with: access: ${strings.find((one) => one.auth === auth)?.access}`;
  return `Take what it has, or turn ${authWords[auth]} on in the MSK console (Properties, Security settings) or by: aws kafka update-security`;
}
