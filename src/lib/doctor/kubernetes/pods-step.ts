import { findConsumers } from '../../bootstrap/find-consumers.js';
import { ForbiddenError } from '../../k8s/errors.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import { observedKey } from '../../k8s-status/observe-status.js';
import { mapAtMost, usuallyAtOnce } from '../../map-at-most.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { step } from '../step.js';
import { judgePods, type ReadingWorkload } from './judge-pods.js';
import type { ReachedKubernetes } from './kubernetes-step.js';
import type { SeenSecrets } from './secret-step.js';

export interface PodsAfter {
  readonly settings: Step<ResolvedSettings>;
  readonly kubernetes: Step<ReachedKubernetes>;
  readonly secret: Step<SeenSecrets>;
}

/** Whether what reads the keys runs, and with what they hold today. */
export function podsStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { settings, kubernetes, secret }: PodsAfter,
): Step<undefined> {
  return step({
    layer: 'pods',
    tries: 'the pods that read the secrets',
    after: [settings, kubernetes, secret],
    deadlineMs: deps.timeoutMs ?? podsDeadlineMs,
    run: async (known, signal) => {
      const { kubernetes: api, mayListPods, commands } = known.value(kubernetes);
      const { secrets } = known.value(secret);
      if (secrets.length === 0) return { findings: [], skipped: 'no secret to look for the users of' };
      if (!mayListPods) return { findings: [], skipped: 'no right to list pods' };
      const keys = secrets.flatMap((one) => one.keys.map((key) => observedKey(one.secret, key, one.found)));
      const consumers = await findConsumers(api, secrets, signal);
      const workloads = await mapAtMost(
        usuallyAtOnce,
        consumers.found,
        signal,
        async (consumer, either): Promise<ReadingWorkload> => ({
          consumer,
          pods: await podsOf(api, consumer, either),
        }),
      );
      return judgePods({ workloads, keys, commands, brokers: known.value(settings).environment.brokers });
    },
  });
}

const podsDeadlineMs = 15_000;

async function podsOf({ pods }: Kubernetes, { workload }: ReadingWorkload['consumer'], signal: AbortSignal) {
  try {
    return await pods.of(workload, signal);
  } catch (error) {
    if (error instanceof ForbiddenError) return undefined;
    throw error;
  }
}
