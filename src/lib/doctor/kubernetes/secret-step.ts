import type { ObservedSecret } from '../../bootstrap/model.js';
import { readSecret } from '../../bootstrap/observe.js';
import type { Address } from '../../kafka/address.js';
import type { ConfigurationFacts } from '../configuration-facts.js';
import type { DoctorDeps } from '../doctor-deps.js';
import type { Step } from '../model.js';
import type { ResolvedSettings } from '../settings-step.js';
import { step } from '../step.js';
import { judgeSecrets } from './judge-secret.js';
import type { ReachedKubernetes } from './kubernetes-step.js';

/** The value of the secrets' step: those that may be read. */
export interface SeenSecrets {
  readonly secrets: readonly ObservedSecret[];
}

/** What a cluster says of itself: the addresses that it tells clients. */
export interface Advertised {
  readonly brokers: readonly Address[];
}

export interface SecretAfter {
  readonly configuration: Step<ConfigurationFacts>;
  readonly settings: Step<ResolvedSettings>;
  readonly kubernetes: Step<ReachedKubernetes>;
  /** Left out where Kafka isn't looked at. */
  readonly metadata?: Step<Advertised> | undefined;
  /** Those of the environment's brokers that take a connection. */
  readonly tcp?: Step<readonly Address[]> | undefined;
}

/** Whether the secrets of `kubernetes.bootstrap` have their keys, and these the brokers of today. */
export function secretStep(
  deps: Pick<DoctorDeps, 'timeoutMs'>,
  { configuration, settings, kubernetes, metadata, tcp }: SecretAfter,
): Step<SeenSecrets> {
  return step({
    layer: 'secret',
    tries: 'the secrets with bootstrap servers',
    after: [configuration, settings, kubernetes],
    beside: [metadata, tcp].filter((one) => one !== undefined),
    deadlineMs: deps.timeoutMs ?? secretDeadlineMs,
    run: async (known, signal) => {
      const { kubernetes: api, secrets, unreadable, commands } = known.value(kubernetes);
      const resolved = known.value(settings);
      const readable = secrets.filter(({ secret }) => !unreadable.has(secret));
      if (readable.length === 0) {
        const why =
          secrets.length === 0 ? 'kubernetes.bootstrap names no secret' : 'no right to read the secrets';
        return { findings: [], skipped: why, value: { secrets: [] } };
      }
      const read = await Promise.all(readable.map((one) => readSecret(api, one, signal)));
      return judgeSecrets(read, {
        brokers: comparableBrokers(known.value(configuration), resolved),
        advertised: metadata === undefined ? undefined : known.outcome(metadata)?.value?.brokers,
        answering: tcp === undefined ? undefined : known.outcome(tcp)?.value,
        declared: resolved.environment.kubernetes?.secretNames ?? [],
        commands,
      });
    },
  });
}

const secretDeadlineMs = 10_000;

/**
 * What applications are told, as far as the file says it: not a tunnel's end that a flag names, and not a part of it
 * while a host is asleep.
 */
export function comparableBrokers(
  { given }: Pick<ConfigurationFacts, 'given'>,
  { environment, isClusterOfFile }: Pick<ResolvedSettings, 'environment' | 'isClusterOfFile'>,
): readonly Address[] | undefined {
  const { brokers } = environment;
  const isWhole = brokers.length > 0 && brokers.length >= (given.cluster?.brokers.length ?? 0);
  return isClusterOfFile && isWhole ? brokers : undefined;
}
