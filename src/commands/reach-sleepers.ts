import type { Context } from '../context.js';
import type { Aws } from '../lib/aws/aws.js';
import { UsageError } from '../lib/errors.js';
import type { Kubernetes } from '../lib/k8s/kubernetes.js';
import type { SleeperPorts } from '../lib/power/find-sleepers.js';
import type { SleeperKind } from '../lib/power/sleep-entry.js';
import type { SleepOptions } from './flags.js';
import type { OpenEnvironment } from './open-environment.js';
import { quietContext } from './quiet-context.js';
import { type AccountTarget, reachAccount, sayTarget } from './reach-account.js';

export interface ReachedSleepers {
  readonly aws: Aws;
  readonly ports: SleeperPorts;
  /** Undefined where nothing of the list is in one. */
  readonly kubernetes: Kubernetes | undefined;
  readonly target: AccountTarget;
  /** The environment's name. */
  readonly place: string;
  close(): void;
}

/** What can be in a Kubernetes, or has its nodes there. */
const inKubernetes: ReadonlySet<SleeperKind> = new Set(['workload', 'nodegroup']);

/**
 * AWS, and the Kubernetes beside it, as far as the sleep list of the environment takes it; says on stderr where that is.
 * @throws UsageError when there is no such list, or no such Kubernetes
 */
export async function reachSleepers(
  context: Context,
  opened: OpenEnvironment,
  options: SleepOptions,
): Promise<ReachedSleepers> {
  const { environment } = opened;
  const name = environment.name ?? '';
  if (environment.sleep.length === 0)
    throw new UsageError(`The environment ${name} has no sleep list in ${environment.configFile}.`, {
      hint: 'Write sleep: [{ ec2Instance: i-… }] into it: what is to be off at night.',
    });
  const { aws, target: account } = await reachAccount(context, opened);
  const reached = await kubernetesOf(context, opened, options);
  const kubernetes = reached?.kubernetes;
  const inside =
    kubernetes === undefined ? {} : { context: kubernetes.context, namespace: kubernetes.namespace };
  const target = { ...account, ...inside };
  sayTarget(context, target);
  const { sleeperPorts } = await import('../lib/power/kinds/sleeper-ports.js');
  return {
    aws,
    ports: sleeperPorts({
      ...{ aws, kubernetes },
      notice: (text) => context.terminal.err.line(`  ${text}`),
    }),
    kubernetes,
    target,
    place: name,
    close: () => reached?.close(),
  };
}

async function kubernetesOf(
  context: Context,
  opened: OpenEnvironment,
  options: SleepOptions,
): Promise<{ readonly kubernetes: Kubernetes; close(): void } | undefined> {
  const { kubernetes, sleep } = opened.environment;
  if (kubernetes === undefined || !sleep.some(({ selector }) => inKubernetes.has(selector.kind)))
    return undefined;
  const { reachKubernetes } = await import('./reach-kubernetes.js');
  // Its place stands in the line of ours.
  return reachKubernetes(quietContext(context), opened, options);
}
