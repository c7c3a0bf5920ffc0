import { type Agent, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createSecureContext, type SecureContext } from 'node:tls';
import type { Clock } from '../../context.js';
import { abortable } from '../abortable.js';
import type { Variables } from '../config/environment-variables.js';
import { messageOf } from '../errors.js';
import { printable } from '../terminal/printable.js';
import type { ChosenContext } from './choose-context.js';
import { type Credentials, loadCredentials } from './credentials.js';
import { UnauthenticatedError } from './errors.js';
import { sayWay } from './proxy-url.js';
import type { Endpoint } from './transport.js';

/** The way to the API server: its credentials, loaded when they are first needed, and the connections kept open. */
export interface Connection {
  readonly context: ChosenContext;
  /** For messages: the server, and what is on the way. */
  readonly way: string;
  endpoint(signal?: AbortSignal): Promise<Endpoint>;
  /** What the server didn't accept is not used again; the next endpoint has new credentials. */
  forget(refused: Endpoint): void;
  /** Those of the last endpoint, for messages. */
  credentials(): Credentials | undefined;
  close(): void;
}

export interface ConnectionSettings {
  readonly env: Variables;
  readonly timeoutMs: number;
  readonly clock: Clock;
}

/** Watches hold one each; more requests at once than this wait for one to be free. */
const maxSockets = 16;
/** Load balancers close what was idle for a minute; a write on such a connection would end in doubt. */
const idleMs = 30_000;
/** Credentials that are about to end are renewed before. */
const leewayMs = 30_000;

interface Opened {
  readonly endpoint: Endpoint;
  readonly credentials: Credentials;
}

export function openConnection(context: ChosenContext, settings: ConnectionSettings): Connection {
  const { env, timeoutMs, clock } = settings;
  const agents = new Set<Agent>();
  const closing = new AbortController();
  let opening: Promise<Opened> | undefined;
  let opened: Opened | undefined;
  let last: Credentials | undefined;
  let turn: Promise<void> = Promise.resolve();

  const open = async (): Promise<Opened> => {
    try {
      const credentials = await loadCredentials(context, { env, timeoutMs, signal: closing.signal });
      const agent = agentFor(context, credentials);
      agents.add(agent);
      last = credentials;
      if (closing.signal.aborted) agent.destroy();
      opened = { endpoint: { server: context.server, agent, headers: credentials.headers }, credentials };
      return opened;
    } catch (error) {
      opening = undefined;
      throw error;
    }
  };

  const endpoint: Connection['endpoint'] = async (signal) => {
    closing.signal.throwIfAborted();
    const { expiresAt } = opened?.credentials ?? {};
    if (expiresAt !== undefined && expiresAt - leewayMs < clock.now()) opening = opened = undefined;
    opening ??= open();
    const { endpoint: found } = await (signal === undefined ? opening : abortable(opening, signal));
    // Of a dozen requests at once the first is on its way while the connections of the others are made.
    turn = turn.then(() => nextTurn());
    await turn;
    return found;
  };

  return {
    context,
    way: sayWay(context, env),
    endpoint,
    forget(refused) {
      if (opened?.endpoint === refused) opening = opened = undefined;
    },
    credentials: () => last,
    close() {
      closing.abort(new Error('closed'));
      for (const agent of agents) agent.destroy();
    },
  };
}

function agentFor(context: ChosenContext, { tls, proxy }: Credentials): Agent {
  const options = { keepAlive: true, maxSockets, timeout: idleMs };
  if (proxy !== undefined) return Object.assign(proxy, { keepAlive: true, maxSockets });
  if (!context.server.startsWith('https:')) return new HttpAgent(options);
  return new HttpsAgent({ ...options, ...tls, secureContext: parsedOnce(context, tls) });
}

/** Else each of the connections would parse the certificates and the key anew. */
function parsedOnce({ userName }: ChosenContext, { ca, cert, key }: Credentials['tls']): SecureContext {
  try {
    return createSecureContext({ ca, cert, key });
  } catch (error) {
    const what = `The client certificate of the kubeconfig's user ${printable(userName)}, or its key,`;
    throw new UnauthenticatedError(`${what} can't be used: ${printable(messageOf(error))}.`);
  }
}
