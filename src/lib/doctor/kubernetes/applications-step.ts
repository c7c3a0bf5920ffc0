import type { ObservedSecret } from '../../bootstrap/model.js';
import type { Environment } from '../../config/environment.js';
import { ForbiddenError } from '../../k8s/errors.js';
import { type Workload, workloadKinds } from '../../k8s/kubernetes.js';
import { mskAuthOf } from '../../kafka/msk-ports.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { step } from '../step.js';
import { applicationValues } from './application-values.js';
import { judgeApplications, type SecretValue } from './judge-applications.js';
import type { ReachedKubernetes } from './kubernetes-step.js';
import type { SeenSecrets } from './secret-step.js';

export interface ApplicationsAfter {
  readonly settings: Step<ResolvedSettings>;
  readonly kubernetes: Step<ReachedKubernetes>;
  readonly secret: Step<SeenSecrets>;
}

/** Whether what applications are told of where Kafka is has the form that clients take. ConfigMaps aren't read. */
export function applicationsStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { settings, kubernetes, secret }: ApplicationsAfter,
): Step<undefined> {
  return step({
    layer: 'applications',
    tries: "the form of the applications' settings",
    after: [settings, kubernetes],
    beside: [secret],
    deadlineMs: deps.timeoutMs ?? applicationsDeadlineMs,
    run: async (known, signal) => {
      const { kubernetes: api, commands } = known.value(kubernetes);
      const { environment } = known.value(settings);
      const secrets = known.outcome(secret)?.value?.secrets ?? [];
      const all = await Promise.all(
        workloadKinds.map((kind) => withoutForbidden(api.workloads.pages(kind, signal))),
      );
      const read = (name: string, key: string) =>
        secrets.find((one) => one.secret === name && one.keys.includes(key))?.found?.text(key);
      return judgeApplications({
        keys: secrets.flatMap(secretValues),
        values: all.flat().flatMap((workload) => applicationValues(workload, read)),
        ...{ cluster: clusterFacts(environment), brokers: environment.brokers, commands },
      });
    },
  });
}

const applicationsDeadlineMs = 10_000;

function secretValues({ secret, keys, found }: ObservedSecret): readonly SecretValue[] {
  return keys.flatMap((key) => {
    const value = found?.text(key);
    return value === undefined ? [] : [{ secret, key, value }];
  });
}

function clusterFacts({ cluster }: Environment) {
  if (cluster?.kind !== 'msk') return undefined;
  return { auth: mskAuthOf(cluster.auth.mechanism) };
}

/** What may not be listed is said by Kubernetes' step. */
async function withoutForbidden(pages: AsyncIterable<readonly Workload[]>): Promise<readonly Workload[]> {
  const found: Workload[] = [];
  try {
    for await (const page of pages) found.push(...page);
    return found;
  } catch (error) {
    if (error instanceof ForbiddenError) return found;
    throw error;
  }
}
