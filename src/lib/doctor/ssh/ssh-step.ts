import type { Environment } from '../../config/environment.js';
import type { FoundHost } from '../../hosts/approach.js';
import { type ReachedHost, reachHost } from '../../hosts/reach-host.js';
import { forwardRoute } from '../../kafka/forward-route.js';
import { directRoute, type Route } from '../../kafka/route.js';
import { SshForwardError } from '../../ssh/errors.js';
import type { FoundInstances } from '../aws/instance-step.js';
import { wayIn } from '../aws/way-in.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Outcome, Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { lacking, skipped, step } from '../step.js';
import { explainSsh, judgeSsh } from './judge-ssh.js';

/** The value of SSH's step: how brokers are reached, and names resolved. */
export interface SshWay {
  readonly route: Route;
  /** What brokers are reached through; undefined where nothing is on the way. Open until the report is made. */
  readonly host?: ReachedHost;
}

export interface SshAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly settings: Step<ResolvedSettings>;
  readonly instance: Step<FoundInstances>;
}

/** The network's share of a login to one host; milliseconds. */
const usualHostMs = 8_000;
const deadlineMs = 30_000;

/** Logs in to the hosts on the way: the port, the host key, the pushed key, the login, and whether they forward. */
export function sshStep(deps: DoctorDeps, { configuration, settings, instance }: SshAfter): Step<SshWay> {
  return step({
    layer: 'ssh',
    tries: 'SSH to the hosts on the way',
    after: [configuration, settings],
    beside: [instance],
    deadlineMs: deps.timeoutMs === undefined ? deadlineMs : 4 * deps.timeoutMs,
    run: async (known, signal) => {
      const via = wayIn(known.value(configuration));
      const instances = known.outcome(instance);
      const isBroken = instances !== undefined && !('value' in instances);
      // Brokers that nothing of AWS is on the way to are looked at without its credentials, too.
      if (isBroken || (instances === undefined && via !== undefined)) return lacking('instance');
      if (via === undefined) return skipped('no host is on the way', { route: directRoute });
      return logIn(deps, known.value(settings).environment, via, signal);
    },
  });
}

async function logIn(
  deps: DoctorDeps,
  environment: Environment,
  via: string,
  signal: AbortSignal,
): Promise<Outcome<SshWay>> {
  const ways: string[] = [];
  const onRoute = ({ label }: FoundHost, way: string) => {
    ways.push(`${label} at ${way}`);
  };
  let host: ReachedHost;
  try {
    const { deps: reach, input, chain } = await deps.approach(environment, via, signal);
    const timeoutMs = deps.timeoutMs ?? usualHostMs;
    host = await reachHost(reach, { ...input, timeoutMs, onRoute }, chain);
  } catch (error) {
    signal.throwIfAborted();
    return { findings: [explainSsh(error)] };
  }
  // A deadline that ended the step before the login did leaves nobody to close it.
  if (signal.aborted) host.close();
  else deps.atEnd(() => host.close());
  const refused = await forwardingRefused(deps, environment, host, signal);
  const findings = judgeSsh(ways, host.trust.words, refused);
  if (refused !== undefined) return { findings };
  const route = forwardRoute(`via ${host.label}`, (to, port) => host.session.forward(to, port));
  return { findings, value: { route, host } };
}

/** A broker that is silent is no matter of SSH: whoever forbids forwarding says so at once. */
const forwardMs = 1_000;

/** The host's refusal to forward to a broker at all; undefined where it tries. */
async function forwardingRefused(
  { clock }: Pick<DoctorDeps, 'clock'>,
  { cluster }: Environment,
  { session }: ReachedHost,
  signal: AbortSignal,
): Promise<SshForwardError | undefined> {
  const [broker] = cluster?.brokers ?? [];
  if (broker === undefined) return undefined;
  const over = new AbortController();
  const tried = session.forward(broker.host, broker.port).then(
    (stream) => {
      stream.on('error', () => undefined).destroy();
      return undefined;
    },
    (error: unknown) => (isProhibited(error) ? error : undefined),
  );
  const late = clock.sleep(forwardMs, AbortSignal.any([signal, over.signal])).catch(() => undefined);
  try {
    return (await Promise.race([tried, late])) ?? undefined;
  } finally {
    over.abort();
  }
}

function isProhibited(error: unknown): error is SshForwardError {
  return error instanceof SshForwardError && error.reason === 'prohibited';
}
