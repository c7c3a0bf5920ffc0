import type { MskAuth } from '../../aws/contract/msk.js';
import { parseBroker } from '../../config/parse-broker.js';
import { listenerOf, mskListenerWords, mskPort, mskPortBeside, mskRegionOf } from '../../kafka/msk-ports.js';
import { printable } from '../../terminal/printable.js';

/** How an application logs in, and who says so. */
export interface Login {
  readonly auth: MskAuth;
  /** The variable of the application; undefined where only exops.yaml says how exops does. */
  readonly saidBy: string | undefined;
}

export interface LoginFault {
  readonly problem: 'port-of-other-login';
  readonly verdict: 'warning' | 'broken';
  readonly words: string;
}

/**
 * Pure: whether servers of MSK are on the port of the application's login. Where only the environment says how one logs
 * in, applications may do it in another way: a warning.
 * @param isMsk whether any host may be a broker of MSK, and not only those with names of MSK's
 */
export function judgeLoginPort(
  servers: readonly string[],
  { auth, saidBy }: Login,
  isMsk: boolean,
): LoginFault | undefined {
  for (const server of servers) {
    const parsed = parseBroker(server);
    if (!('address' in parsed)) continue;
    const { host, port } = parsed.address;
    const listener = mskPort(port);
    if (listener === undefined || listener.auth === auth) continue;
    if (!isMsk && mskRegionOf(host) === undefined) continue;
    const right = mskPortBeside(port, auth);
    const wanted = `${mskListenerWords[auth]}${right === undefined ? '' : ` is on ${right}`}`;
    return {
      problem: 'port-of-other-login',
      verdict: saidBy === undefined ? 'warning' : 'broken',
      words: `${printable(server)} is the port for ${listenerOf(listener)}; ${saidBy === undefined ? "the environment's" : `${printable(saidBy)} says`} ${wanted}`,
    };
  }
  return undefined;
}

/** What variables of an application say of its login; undefined when they don't, or say several things. */
export function loginOf(
  variables: readonly { readonly name: string; readonly value: string }[],
): Login | undefined {
  const protocol = onlyOne(variables, /(?:^|_)SECURITY_PROTOCOL$/);
  const mechanism = onlyOne(variables, /(?:^|_)SASL_MECHANISMS?$/);
  if (protocol === 'several' || mechanism === 'several') return undefined;
  const ofProtocol = protocol === undefined ? undefined : byProtocol[protocol.value];
  if (ofProtocol !== undefined && protocol !== undefined) return { auth: ofProtocol, saidBy: protocol.name };
  if (mechanism === undefined || (protocol !== undefined && protocol.value !== 'SASL_SSL')) return undefined;
  const auth = byMechanism[mechanism.value];
  return auth === undefined ? undefined : { auth, saidBy: mechanism.name };
}

const byProtocol: Readonly<Record<string, MskAuth>> = { PLAINTEXT: 'plaintext', SSL: 'tls' };
const byMechanism: Readonly<Record<string, MskAuth>> = {
  AWS_MSK_IAM: 'iam',
  OAUTHBEARER: 'iam',
  'SCRAM-SHA-256': 'scram',
  'SCRAM-SHA-512': 'scram',
};

type Said = { readonly name: string; readonly value: string } | undefined | 'several';

function onlyOne(
  variables: readonly { readonly name: string; readonly value: string }[],
  pattern: RegExp,
): Said {
  const found = variables
    .filter(({ name }) => pattern.test(name))
    .map(({ name, value }) => ({ name, value: value.trim().toUpperCase() }));
  const values = new Set(found.map(({ value }) => value));
  return values.size > 1 ? 'several' : found[0];
}
