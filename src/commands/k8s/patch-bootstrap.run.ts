import type { Context } from '../../context.js';
import { patchCapability, unfinishedCapability } from '../../lib/bootstrap/bootstrap-capability.js';
import type { BootstrapDeps } from '../../lib/bootstrap/bootstrap-deps.js';
import type { BootstrapSecret } from '../../lib/bootstrap/model.js';
import { writesNeeded } from '../../lib/bootstrap/rights-needed.js';
import { portCaution, readServers } from '../../lib/bootstrap/rules/servers.js';
import { runChange } from '../../lib/change/run-change.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import { type Address, formatAddress } from '../../lib/kafka/address.js';
import { countOf } from '../../lib/terminal/plural.js';
import { changeScene } from '../change-scene.js';
import { type OpenEnvironment, openEnvironment } from '../open-environment.js';
import { reachKubernetes } from '../reach-kubernetes.js';
import { brokerAsker } from './broker-asker.js';
import type { PatchBootstrapOptions } from './patch-bootstrap.js';

const defaultKey = 'KAFKA_BOOTSTRAP_SERVERS';
const defaultWaitMs = 600_000;
const command = 'exops k8s patch-bootstrap';

export async function patchBootstrap(context: Context, run: PatchBootstrapOptions): Promise<ExitCode> {
  refuseMisfits(run);
  const isUnfinished = run.resume === true || run.undo === true;
  const given = run.servers === undefined ? undefined : serversOf(run.servers, '--servers');
  const opened = await openEnvironment(context, run, {
    kind: 'kubernetes',
    withBrokers: !isUnfinished && given === undefined,
    withCluster: !isUnfinished && run.probe,
    withSecrets: false,
  });
  const secrets = secretsOf(run, opened);
  const servers = isUnfinished ? [] : (given ?? brokersOf(opened));
  const reached = await reachKubernetes(context, opened, run);
  try {
    const { kubernetes } = reached;
    const deps: BootstrapDeps = {
      kubernetes,
      clock: context.clock,
      user: context.user,
      patienceMs: run.wait ?? defaultWaitMs,
      maxParallel: run.oneByOne === true ? 1 : run.maxParallel,
    };
    const common = {
      secrets,
      rights: writesNeeded(secrets.map(({ secret }) => secret)),
      again: againWith(run),
    };
    const capability = isUnfinished
      ? unfinishedCapability(deps, run.undo === true ? 'undo' : 'resume', common)
      : patchCapability(deps, {
          ...common,
          value: servers.map(formatAddress).join(','),
          probe: run.probe ? brokerAsker(context, opened, run, servers) : undefined,
          wish: {
            value: servers.map(formatAddress).join(','),
            createKey: run.createKey === true,
            ignoreOwner: run.ignoreOwner === true,
            restart: run.restart === true,
            skip: run.skip,
          },
        });
    return await runChange({
      capability,
      ...changeScene(context, run),
      command: 'k8s patch-bootstrap',
      target: reached.target,
      place: reached.place,
      isProtected: opened.environment.protected,
      observing: `Reading ${countOf(secrets.length, 'secret')} and what uses them`,
    });
  } finally {
    reached.close();
  }
}

function refuseMisfits({
  servers,
  fromCluster,
  resume,
  undo,
  restart,
  key,
  secret,
}: PatchBootstrapOptions): void {
  const sources = [servers !== undefined && '--servers', fromCluster && '--from-cluster'].filter(Boolean);
  const directions = [resume && '--resume', undo && '--undo'].filter(Boolean);
  if (sources.length > 1)
    throw new UsageError('--servers and --from-cluster say two things: give one of them.');
  if (directions.length > 1)
    throw new UsageError('--resume finishes a change and --undo takes it back: give one of them.');
  if (directions.length > 0 && (sources.length > 0 || restart === true))
    throw new UsageError(`${directions[0]} goes by the record of the change: leave the other flags out.`);
  if (key !== undefined && secret.length === 0)
    throw new UsageError('--key names a key in --secret, and there is none.');
}

function serversOf(text: string, where: string): readonly Address[] {
  const read = readServers(text);
  if ('problem' in read) throw new UsageError(`${where}: ${read.problem}`);
  return read.servers;
}

/** The brokers of the environment, whose port must fit how they are logged in to. */
function brokersOf({ environment }: OpenEnvironment): readonly Address[] {
  const { brokers, cluster, name } = environment;
  if (brokers.length === 0)
    throw new UsageError(`The environment ${name ?? ''} has no brokers to set.`, {
      hint: 'Give --servers host:port,… or write cluster: { brokers: […] } into exops.yaml.',
    });
  const problem =
    cluster === undefined ? undefined : portCaution(brokers, cluster.auth.mechanism, cluster.kind);
  if (problem !== undefined) throw new UsageError(problem);
  return brokers;
}

function secretsOf(
  { secret, key }: PatchBootstrapOptions,
  { environment }: OpenEnvironment,
): readonly BootstrapSecret[] {
  if (secret.length > 0)
    return [...new Set(secret)].map((name) => ({ secret: name, keys: [key ?? defaultKey] }));
  const configured = environment.kubernetes?.bootstrap ?? [];
  if (configured.length === 0)
    throw new UsageError('No secret is named.', {
      hint: 'Give --secret NAME, or write kubernetes: { bootstrap: [{ secret: …, key: … }] } into exops.yaml.',
    });
  const names = [...new Set(configured.map((one) => one.secret))];
  return names.map((name) => ({
    secret: name,
    keys: [...new Set(configured.filter((one) => one.secret === name).map((one) => one.key))],
  }));
}

/** The command that goes on, with what it takes to find the same secrets. */
function againWith({ env, context, namespace, secret, key }: PatchBootstrapOptions): string {
  const flags = [
    ...(env === undefined ? [] : ['-e', env]),
    ...(context === undefined ? [] : ['--context', context]),
    ...(namespace === undefined ? [] : ['--namespace', namespace]),
    ...secret.flatMap((name) => ['--secret', name]),
    ...(key === undefined ? [] : ['--key', key]),
  ];
  return [command, ...flags, '--resume or --undo'].join(' ');
}
