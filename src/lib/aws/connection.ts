import { abortable } from '../abortable.js';
import type { AwsCall } from './aws-call.js';
import type { AwsSettings } from './aws-settings.js';
import {
  type CredentialSource,
  chooseCredentials,
  defaultProfile,
  namedProfile,
} from './choose-credentials.js';
import { chooseRegion } from './choose-region.js';
import { type CredentialProvider, credentialProvider } from './credentials.js';
import { endpointUrl, type Service } from './endpoint-url.js';
import { explainAwsError } from './explain-aws-error.js';
import { once } from './once.js';
import { profileFiles, readProfiles } from './profiles.js';
import { refuseProgram } from './refuse-program.js';
import type { RequestHandler } from './request-handler.js';
import { type ServerClock, serverClock } from './server-clock.js';

/** What every client of the SDK is made with. */
export interface ClientSettings {
  readonly region: string;
  readonly credentials: CredentialProvider;
  readonly requestHandler: RequestHandler;
  readonly retryMode: 'standard';
  readonly maxAttempts: number;
  readonly profile?: string;
  readonly endpoint?: string;
}

/** Options of a request as the SDK takes them. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
}

/** Sends a request. Failures are explained; an abort rejects with the signal's reason, at once. */
export interface Ask<Client> {
  <Answer>(
    call: AwsCall,
    send: (client: Client, options: SendOptions) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer>;
  /** Loads the client before it is needed. Why it can't be loaded is told by the first request. */
  prepare(): void;
}

/** What the services have in common. */
export interface Connection {
  readonly region: string;
  /** Where the credentials are to come from. */
  readonly source: CredentialSource;
  readonly credentials: CredentialProvider;
  /** Told by every answer. */
  readonly clock: Pick<ServerClock, 'offset'>;
  /** @param load imports and makes the client, when the first request wants it */
  client<Client>(service: Service, load: (settings: ClientSettings) => Promise<Client>): Ask<Client>;
  /** Does work that needs AWS, under the same rules as requests. */
  during<Result>(call: AwsCall, work: () => Promise<Result>, signal?: AbortSignal): Promise<Result>;
}

const defaultTimeoutMs = 20_000;
const maxAttempts = 3;

/**
 * @throws UsageError when the profile isn't there, or there is no region
 * @throws AwsCredentialsError when nobody is there for the program that its credentials come from
 */
export function openConnection(settings: AwsSettings): Connection {
  const { env, home, timeoutMs = defaultTimeoutMs } = settings;
  const files = profileFiles(env, home);
  let read: ReturnType<typeof readProfiles> | undefined;
  const profiles = () => {
    read ??= readProfiles(files);
    return read;
  };
  const source = chooseCredentials({ profile: settings.profile, env, profiles });
  const name = namedProfile(settings.profile, env) ?? defaultProfile;
  if (settings.unattended === true) refuseProgram(source, profiles);
  const region = chooseRegion(settings.region, env, () => profiles().get(name));
  const clock = serverClock();
  const handler = once(async () => (await import('./request-handler.js')).requestHandler(timeoutMs, clock));
  const { askMfaCode } = settings;
  const credentials = credentialProvider({ source, files, region, env, handler, askMfaCode });

  const during: Connection['during'] = async (call, work, signal) => {
    signal?.throwIfAborted();
    const beganAt = performance.now();
    const tell = (how: string) => {
      settings.trace(`AWS ${call.action}${how} (${Math.round(performance.now() - beganAt)} ms)`);
    };
    try {
      const result = await (signal === undefined ? work() : abortable(work(), signal));
      tell('');
      return result;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      tell(' failed');
      throw explainAwsError(error, call, source);
    }
  };

  return {
    region,
    source,
    credentials,
    clock,
    during,
    client: (service, load) => {
      const client = once(async () => {
        const endpoint = endpointUrl(service, env);
        return load({
          region,
          credentials,
          requestHandler: await handler(),
          retryMode: 'standard',
          maxAttempts,
          ...profileOf(source),
          ...(endpoint === undefined ? {} : { endpoint }),
        });
      });
      return askOf(client, during);
    },
  };
}

function askOf<Client>(client: () => Promise<Client>, during: Connection['during']): Ask<Client> {
  const ask = async <Answer>(
    call: AwsCall,
    send: (client: Client, options: SendOptions) => Promise<Answer>,
    signal?: AbortSignal,
  ): Promise<Answer> => {
    if (signal === undefined) return during(call, async () => send(await client(), {}));
    // Each of many requests at once listens more than once, and a signal warns of more than ten listeners.
    const own = AbortSignal.any([signal]);
    return during(call, async () => send(await client(), { abortSignal: own }), own);
  };
  return Object.assign(ask, { prepare: () => void client().catch(() => {}) });
}

function profileOf(source: CredentialSource): { profile: string } | undefined {
  return source.from === 'profile' ? { profile: source.profile } : undefined;
}
