import type { Context } from '../../context.js';
import { patchCapability, unfinishedCapability } from '../../lib/bootstrap/bootstrap-capability.js';
import type { BootstrapDeps } from '../../lib/bootstrap/bootstrap-deps.js';
import type { JudgeRunning } from '../../lib/bootstrap/observe.js';
import type { PatchWish } from '../../lib/bootstrap/plan-patch.js';
import { rightsAskedFirst } from '../../lib/bootstrap/rights-needed.js';
import { portCaution, readServers } from '../../lib/bootstrap/rules/servers.js';
import { runChange } from '../../lib/change/run-change.js';
import { type ExitCode, UsageError } from '../../lib/errors.js';
import type { Kubernetes } from '../../lib/k8s/kubernetes.js';
import { type Address, formatAddress } from '../../lib/kafka/address.js';
import { quoteWord } from '../../lib/ssh/quote.js';
import { countOf } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import { changeScene } from '../change-scene.js';
import { type OpenEnvironment, openEnvironment } from '../open-environment.js';
import { reachKubernetes } from '../reach-kubernetes.js';
import { namedSecrets, refuseMisnamed, withoutKey } from './named-secrets.js';
import type { PatchBootstrapOptions } from './patch-bootstrap.js';
import { commandOfSameSecrets, patchOfSameSecrets } from './same-secrets.js';

const defaultWaitMs = 600_000;

export async function patchBootstrap(context: Context, run: PatchBootstrapOptions): Promise<ExitCode> {
  refuseMisfits(run);
  refuseMisnamed(run);
  const isUnfinished = run.resume === true || run.undo === true;
  const given = run.servers === undefined ? undefined : serversOf(run.servers, '--servers');
  const opened = await openEnvironment(context, withoutKey(run), {
    kind: 'kubernetes',
    withBrokers: !isUnfinished && given === undefined,
    withCluster: !isUnfinished && run.probe,
    withSecrets: false,
  });
  const secrets = namedSecrets(run, opened.environment);
  const servers = isUnfinished ? [] : (given ?? brokersOf(opened));
  refuseMisfitPorts(servers, opened);
  const reached = await reachKubernetes(context, opened, run);
  try {
    const { kubernetes } = reached;
    const deps: BootstrapDeps = {
      kubernetes,
      clock: context.clock,
      user: context.user,
      patienceMs: run.wait ?? defaultWaitMs,
      maxParallel: run.oneByOne === true ? 1 : run.maxParallel,
      findStarted: async (...observed) =>
        (await import('../../lib/k8s-status/judge-running.js')).podsBehind(kubernetes, ...observed),
      statusCommand: commandOfSameSecrets('exops k8s status', run, opened.environment, kubernetes),
      roleCommand: reached.roleCommand,
    };
    const common = {
      secrets,
      rights: rightsAskedFirst(secrets.map(({ secret }) => secret)),
      patch: patchOfSameSecrets(run, opened.environment, kubernetes),
    };
    const scene = {
      ...changeScene(context, run),
      command: 'k8s patch-bootstrap',
      target: reached.target,
      place: reached.place,
      isProtected: opened.environment.protected,
      observing: `Reading ${countOf(secrets.length, 'secret')} and what uses them`,
    };
    if (isUnfinished) {
      const direction = run.undo === true ? 'undo' : 'resume';
      return await runChange({ ...scene, capability: unfinishedCapability(deps, direction, common) });
    }
    const value = servers.map(formatAddress).join(',');
    const capability = patchCapability(deps, {
      ...common,
      value,
      // Kafka's client is loaded while the API server is asked already.
      probe: run.probe
        ? async () => (await import('./broker-asker.js')).brokerAsker(context, opened, run, servers)()
        : undefined,
      judgeRunning: run.restart === true ? undefined : judgeOf(kubernetes),
      wish: wishOf(run, opened, value, common.patch),
    });
    return await runChange({ ...scene, capability });
  } finally {
    reached.close();
  }
}

/** What is known of the pods is read only when a secret holds the servers already. */
function judgeOf(kubernetes: Kubernetes): JudgeRunning {
  return async (...observed) =>
    (await import('../../lib/k8s-status/judge-running.js')).judgeRunning(kubernetes, ...observed);
}

function wishOf(
  run: PatchBootstrapOptions,
  { environment }: OpenEnvironment,
  value: string,
  patch: string,
): PatchWish {
  const servers = run.servers === undefined ? '' : printable(` --servers ${quoteWord(value)}`);
  return {
    value,
    createKey: run.createKey === true,
    ignoreOwner: run.ignoreOwner === true,
    restart: run.restart === true,
    skip: run.skip ?? [],
    declared: environment.kubernetes?.secretNames ?? [],
    restartCommand: `${patch}${servers} --restart`,
  };
}

function refuseMisfits(run: PatchBootstrapOptions): void {
  const { servers, fromCluster, resume, undo, restart, createKey, ignoreOwner, probe, skip } = run;
  if (servers !== undefined && fromCluster === true)
    throw new UsageError('--servers and --from-cluster say two things: give one of them.');
  if (resume === true && undo === true)
    throw new UsageError('--resume finishes a change and --undo takes it back: give one of them.');
  if (resume !== true && undo !== true) return;
  const others = [servers, fromCluster, restart, createKey, ignoreOwner, skip].some(
    (one) => one !== undefined,
  );
  if (others || !probe)
    throw new UsageError(
      `${resume === true ? '--resume' : '--undo'} goes by the record of the change: leave the other flags out.`,
    );
}

function serversOf(text: string, where: string): readonly Address[] {
  const read = readServers(text);
  if ('problem' in read) throw new UsageError(`${where}: ${read.problem}`);
  return read.servers;
}

/** The brokers of the environment. */
function brokersOf({ environment }: OpenEnvironment): readonly Address[] {
  const { brokers, name } = environment;
  if (brokers.length === 0)
    throw new UsageError(
      name === undefined ? 'No brokers are named.' : `The environment ${name} has no brokers to set.`,
      {
        hint: 'Give --servers host:port,… or write cluster: { brokers: […] } into exops.yaml.',
      },
    );
  return brokers;
}

/** A port must fit how the environment's cluster is logged in to. */
function refuseMisfitPorts(servers: readonly Address[], { environment: { cluster } }: OpenEnvironment): void {
  if (cluster === undefined) return;
  const problem = portCaution(servers, cluster.auth.mechanism, cluster.kind);
  if (problem !== undefined) throw new UsageError(problem);
}
