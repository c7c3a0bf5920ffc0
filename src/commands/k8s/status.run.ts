import type { Context } from '../../context.js';
import { workloadName } from '../../lib/bootstrap/model.js';
import { type ExitCode, ExopsError, exitCodes, InterruptedError } from '../../lib/errors.js';
import type { Kubernetes } from '../../lib/k8s/kubernetes.js';
import type { BootstrapStatus } from '../../lib/k8s-status/model.js';
import { noteLines } from '../../lib/k8s-status/note.js';
import { observeStatus } from '../../lib/k8s-status/observe-status.js';
import { statusDocument } from '../../lib/k8s-status/status-document.js';
import { isOutOfDate, type NextSteps, statusNotes } from '../../lib/k8s-status/status-notes.js';
import { statusRows } from '../../lib/k8s-status/status-rows.js';
import { writeStatus } from '../../lib/k8s-status/write-status.js';
import type { Address } from '../../lib/kafka/address.js';
import { writeDocument } from '../../lib/terminal/document.js';
import { countOf } from '../../lib/terminal/plural.js';
import { printable } from '../../lib/terminal/printable.js';
import { createProgress } from '../../lib/terminal/progress.js';
import { wrap } from '../../lib/terminal/wrap.js';
import { type OpenEnvironment, openEnvironment } from '../open-environment.js';
import { reachKubernetes } from '../reach-kubernetes.js';
import { namedSecrets, refuseMisnamed, withoutKey } from './named-secrets.js';
import { commandOfSameSecrets, kubectlFlags, patchOfSameSecrets } from './same-secrets.js';
import type { K8sStatusOptions } from './status.js';

/** What the secrets hold, and what the pods that use them were started with; nothing is changed. */
export async function showK8sStatus(context: Context, options: K8sStatusOptions): Promise<ExitCode> {
  const { terminal, signal } = context;
  refuseMisnamed(options);
  const opened = await openEnvironment(context, withoutKey(options), { kind: 'kubernetes' });
  const secrets = namedSecrets(options, opened.environment);
  const { kubernetes, target, close } = await reachKubernetes(context, opened, options);
  try {
    const brokers = await knownBrokers(context, options);
    const what = `Reading ${countOf(secrets.length, 'secret')} and what uses ${secrets.length === 1 ? 'it' : 'them'}`;
    const status = await createProgress(terminal).during(what, () =>
      observeStatus(kubernetes, secrets, signal),
    );
    await write(context, options, status, () => statusDocument(target, status, brokers));
    const notes = statusNotes(status, brokers, nextSteps(options, opened, kubernetes));
    for (const line of noteLines(notes, terminal.err.columns)) terminal.err.line(line);
    if (options.check === true && isOutOfDate(status, brokers)) return exitCodes.pending;
    return status.keys.every(({ isFound }) => isFound) ? exitCodes.ok : exitCodes.failed;
  } finally {
    close();
  }
}

function nextSteps(
  options: K8sStatusOptions,
  { environment }: Pick<OpenEnvironment, 'environment'>,
  kubernetes: Kubernetes,
): NextSteps {
  const { secret: _, key: __, ...place } = options;
  return {
    patch: patchOfSameSecrets(options, environment, kubernetes),
    kubectlFlags: kubectlFlags(environment, kubernetes),
    sync: commandOfSameSecrets('exops k8s sync-secrets', place, environment, kubernetes),
    declared: environment.kubernetes?.secretNames ?? [],
    namespace: kubernetes.namespace,
  };
}

async function write(
  { terminal: { out } }: Context,
  { output }: K8sStatusOptions,
  status: BootstrapStatus,
  document: () => object,
): Promise<void> {
  if (output === 'json' || output === 'yaml') return writeDocument(out, output, document());
  if (output === 'table') return writeStatus(out, statusRows(status));
  const names = status.workloads.map((workload) => printable(workloadName(workload)));
  if (names.length > 0) out.line(names.join('\n'));
}

/**
 * The brokers of exops.yaml. The rest of the answer doesn't hang on them, so that whoever may not ask AWS for them is told
 * so, and no more.
 */
async function knownBrokers(context: Context, options: K8sStatusOptions): Promise<readonly Address[]> {
  try {
    const { environment } = await openEnvironment(context, withoutKey(options), {
      kind: 'kubernetes',
      withBrokers: true,
    });
    return environment.brokers;
  } catch (error) {
    if (!(error instanceof ExopsError) || error instanceof InterruptedError) throw error;
    const { err } = context.terminal;
    err.line(wrap(`The cluster's brokers aren't known: ${printable(error.message)}`, err.columns).join('\n'));
    return [];
  }
}
