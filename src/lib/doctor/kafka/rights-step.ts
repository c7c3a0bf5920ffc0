import { UsageError } from '../../errors.js';
import type { KafkaClient } from '../../kafka/client.js';
import { authorizedOperations } from '../../kafka/requests/authorized-operations.js';
import { createTopics } from '../../kafka/requests/create-topics.js';
import { loadManifests } from '../../manifest/load-manifests.js';
import { parseClusterArn } from '../../msk/cluster-arn.js';
import { InvalidFileError } from '../../yaml/problem.js';
import type { DoctorDeps } from '../doctor-deps.js';
import { findingOf } from '../finding-of.js';
import { invalidFile } from '../invalid-file.js';
import type { Outcome, Step } from '../model.js';
import { broken, step } from '../step.js';
import { judgeRights, type SeenRights } from './judge-rights.js';
import type { ClusterMetadata } from './metadata-step.js';
import { policyCommand } from './policy-command.js';
import { type KafkaAfter, targetOf } from './way-in.js';

export interface RightsAfter extends KafkaAfter {
  readonly login: Step<KafkaClient>;
  readonly metadata: Step<ClusterMetadata>;
}

const rightsMs = 10_000;
/** For a request that changes nothing. */
const validateMs = 5_000;

/**
 * What we may do with the cluster and the topics of the environment's manifests, as the brokers tell it: nothing is written,
 * and nothing made.
 */
export function rightsStep(
  deps: Pick<DoctorDeps, 'timeoutMs' | 'commandLine'>,
  { login, metadata, ...after }: RightsAfter,
): Step<SeenRights> {
  return step({
    layer: 'rights',
    tries: 'the rights on the cluster and its topics',
    after: [after.settings, after.ssh, login, metadata],
    deadlineMs: deps.timeoutMs ?? rightsMs,
    run: async (known) => {
      const { cluster, environment } = targetOf(known, after);
      let topics: readonly string[];
      try {
        topics = await topicNames(environment.topics);
      } catch (error) {
        return unreadManifests(error, deps);
      }
      const seen = await look(known.value(login), topics);
      return judgeRights(seen, {
        hasManifests: environment.topics.length > 0,
        byIam: cluster.auth.mechanism === 'iam',
        cluster: cluster.msk === undefined ? undefined : parseClusterArn(cluster.msk.arn),
        policyCommand: policyCommand(deps),
      });
    },
  });
}

async function topicNames(paths: readonly string[]): Promise<readonly string[]> {
  if (paths.length === 0) return [];
  const { topics } = await loadManifests({ paths, cwd: '/', readInput: async () => new Uint8Array() });
  return topics.map(({ name }) => name);
}

/** @throws what isn't about the files */
function unreadManifests(error: unknown, { commandLine }: Pick<DoctorDeps, 'commandLine'>): Outcome<never> {
  if (error instanceof InvalidFileError)
    return broken(invalidFile(error, 'file-invalid', commandLine('topics diff')));
  if (error instanceof UsageError) return { findings: [findingOf(error, 'file-invalid')] };
  throw error;
}

async function look(session: KafkaClient, topics: readonly string[]): Promise<SeenRights> {
  if ((await session.version(authorizedOperations)) === undefined)
    return { topics: [], cluster: undefined, refusedToCreate: [] };
  const seen = await session.send(authorizedOperations, { topics });
  const absent = seen.topics.filter(({ error }) => error?.name === 'UNKNOWN_TOPIC_OR_PARTITION');
  return {
    ...seen,
    refusedToCreate: await refusedToCreate(
      session,
      absent.map(({ name }) => name),
    ),
  };
}

/** Asked only where the bits of a topic can't tell, because it isn't there yet. */
async function refusedToCreate(session: KafkaClient, names: readonly string[]): Promise<readonly string[]> {
  if (names.length === 0) return [];
  const topics = names.map((name) => ({ name, partitions: 1, replicationFactor: 1, configs: {} }));
  const request = { topics, timeoutMs: validateMs, validateOnly: true };
  const { results } = await session.send(createTopics, request);
  return results.filter(({ error }) => error?.name.endsWith('_AUTHORIZATION_FAILED')).map(({ name }) => name);
}
