import type { Address } from '../../kafka/address.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { applicationsStep } from './applications-step.js';
import { kubernetesStep } from './kubernetes-step.js';
import { podsStep } from './pods-step.js';
import { type Advertised, secretStep } from './secret-step.js';

export interface KubernetesStepsAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly settings: Step<ResolvedSettings>;
  /** Left out where Kafka isn't looked at. */
  readonly metadata?: Step<Advertised> | undefined;
  readonly tcp?: Step<readonly Address[]> | undefined;
}

/** The layers of applications. */
export function kubernetesSteps(deps: DoctorDeps, after: KubernetesStepsAfter) {
  const kubernetes = kubernetesStep(deps, after);
  const secret = secretStep(deps, { ...after, kubernetes });
  const pods = podsStep(deps, { ...after, kubernetes, secret });
  const applications = applicationsStep(deps, { ...after, kubernetes, secret });
  return { kubernetes, secret, pods, applications };
}
