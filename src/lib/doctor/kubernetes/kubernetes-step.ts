import type { BootstrapSecret } from '../../bootstrap/model.js';
import type { Kubernetes } from '../../k8s/kubernetes.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { step } from '../step.js';
import { bootstrapSecrets } from './bootstrap-secrets.js';
import { type KubernetesCommands, kubernetesCommands } from './commands.js';
import { explainKubernetes, judgeKubernetes } from './judge-kubernetes.js';
import { listedOnce } from './listed-once.js';
import { wantedRights } from './wanted-rights.js';

/** The value of Kubernetes' step. */
export interface ReachedKubernetes {
  readonly kubernetes: Kubernetes;
  /** Those of `kubernetes.bootstrap`. */
  readonly secrets: readonly BootstrapSecret[];
  /** Those of them that may not be read. */
  readonly unreadable: ReadonlySet<string>;
  readonly mayListPods: boolean;
  readonly commands: KubernetesCommands;
}

export interface KubernetesAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly settings: Step<ResolvedSettings>;
}

/** Whether the environment's API server answers, knows who asks, and lets the namespace be read. Kafka isn't waited for. */
export function kubernetesStep(
  deps: DoctorDeps,
  { configuration, settings }: KubernetesAfter,
): Step<ReachedKubernetes> {
  return step({
    layer: 'kubernetes',
    tries: 'the API server of the context',
    after: [configuration, settings],
    deadlineMs: deps.timeoutMs ?? kubernetesDeadlineMs,
    run: async (known, signal) => {
      const { given, hasKubernetes } = known.value(configuration);
      const { environment } = known.value(settings);
      if (!hasKubernetes) return { findings: [], skipped: 'the environment has no Kubernetes' };
      try {
        const kubernetes = listedOnce(await deps.kubernetes(environment), deps.signal);
        const secrets = bootstrapSecrets(environment.kubernetes?.bootstrap ?? []);
        const wanted = wantedRights(secrets.map(({ secret }) => secret));
        const [isThere, refused] = await Promise.all([
          kubernetes.namespaces.exists(signal),
          kubernetes.refusedRights(wanted, signal),
        ]);
        const { kubeconfig } = environment.kubernetes ?? {};
        const commands = kubernetesCommands({ deps, given: given.kubernetes, kubeconfig, kubernetes });
        return judgeKubernetes({ kubernetes, secrets, wanted, refused, isThere, commands });
      } catch (error) {
        return explainKubernetes(error);
      }
    },
  });
}

/** A plugin for credentials may ask AWS first. */
const kubernetesDeadlineMs = 10_000;
