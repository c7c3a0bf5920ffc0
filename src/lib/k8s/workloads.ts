import type { Clock } from '../../context.js';
import { printable } from '../terminal/printable.js';
import type { ApiCall } from './api-call.js';
import type { Ask } from './ask.js';
import { GoneError } from './errors.js';
import { follow } from './follow.js';
import type { Fields } from './kubeconfig-files.js';
import {
  restartAnnotation,
  type Unrestartable,
  type Workload,
  type WorkloadIdentity,
  type WorkloadKind,
  type Workloads,
  type WriteOptions,
} from './kubernetes.js';
import { eachOnce, listPages } from './list-pages.js';
import { isUnknownKind, mustBeWorkload, readWorkload } from './read-workload.js';
import { pathOf, resources } from './resources.js';
import { isOfAnother, writing } from './secrets.js';
import { selectorText } from './selector.js';
import { readUnrestartable } from './unrestartable.js';

export interface WorkloadsDeps {
  readonly ask: Ask;
  readonly namespace: string;
  readonly clock: Clock;
}

/** Asks about the workloads of a namespace. */
export function workloadsBy({ ask, namespace, clock }: WorkloadsDeps): Workloads {
  const where = `in the namespace ${printable(namespace)}`;
  const sayOne = (kind: WorkloadKind, name: string) => `${kind.toLowerCase()}/${printable(name)} ${where}`;

  const list = (kind: WorkloadKind | Unrestartable['kind'], signal?: AbortSignal): ApiCall => ({
    action: `list the ${resources[kind].plural} ${where}`,
    method: 'GET',
    path: pathOf(resources[kind], namespace),
    signal,
  });

  const read: Workloads['read'] = async ({ kind, name }, signal) => {
    const action = `read ${sayOne(kind, name)}`;
    const path = pathOf(resources[kind], namespace, name);
    const call = { action, method: 'GET', path, signal } as const;
    try {
      return mustBeWorkload(kind, await ask.object(call), call);
    } catch (error) {
      if (error instanceof GoneError) return undefined;
      throw error;
    }
  };

  /** One write of this very object. */
  const patch = async (
    verb: string,
    { kind, name, uid }: WorkloadIdentity,
    change: { readonly metadata?: Fields; readonly spec?: Fields },
    options: WriteOptions = {},
  ): Promise<Workload> => {
    const action = `${verb} ${sayOne(kind, name)}`;
    const body = { ...change, metadata: { ...change.metadata, uid } };
    const path = pathOf(resources[kind], namespace, name);
    const call = { action, method: 'PATCH', path, body, isSecret: true, ...writing(options) } as const;
    try {
      return mustBeWorkload(kind, await ask.object(call), call);
    } catch (error) {
      throw isOfAnother(error) ? new GoneError(`Can't ${action}: another of that name is there now.`) : error;
    }
  };

  return {
    read,
    pages: (kind, signal, labels) => {
      const query = { labelSelector: selectorText({ matchLabels: labels ?? {} }) };
      return eachOnce(workloadPages(ask, kind, { ...list(kind, signal), query }));
    },
    unrestartable: (kind, signal) => eachOnce(unrestartablePages(ask, kind, list(kind, signal))),

    setRestartedAt: (workload, stamp, options) =>
      patch('restart', workload, { spec: restartSpec(workload.kind, stamp) }, options),

    setReplicas(workload, { replicas, annotations }, options) {
      const verb = replicas === undefined ? 'annotate' : 'scale';
      const metadata = annotations === undefined ? {} : { annotations };
      const spec = replicas === undefined ? {} : { spec: { replicas } };
      return patch(verb, workload, { metadata, ...spec }, options);
    },

    follow: (wanted, options) => follow({ ask, clock, read, list }, wanted, options),
  };
}

function restartSpec(kind: WorkloadKind, stamp: string | null): Fields {
  if (kind === 'Rollout') return { restartAt: stamp };
  return { template: { metadata: { annotations: { [restartAnnotation]: stamp } } } };
}

async function* workloadPages(
  ask: Ask,
  kind: WorkloadKind,
  call: ApiCall,
): AsyncGenerator<readonly Workload[], void> {
  try {
    for await (const { items } of listPages(ask, call))
      yield items.flatMap((item) => readWorkload(kind, item) ?? []);
  } catch (error) {
    if (!isUnknownKind(kind, error)) throw error;
  }
}

async function* unrestartablePages(
  ask: Ask,
  kind: Unrestartable['kind'],
  call: ApiCall,
): AsyncGenerator<readonly (Unrestartable & { readonly uid: string })[], void> {
  for await (const { items } of listPages(ask, call))
    yield items.flatMap((item) => readUnrestartable(kind, item) ?? []);
}
