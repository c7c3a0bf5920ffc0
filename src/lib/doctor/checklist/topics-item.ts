import type { TopicMetadata } from '../../kafka/requests/metadata.js';
import type { DesiredTopic } from '../../manifest/model.js';
import { countOf } from '../../terminal/plural.js';
import { printable } from '../../terminal/printable.js';
import { InvalidFileError } from '../../yaml/problem.js';
import { invalidFile } from '../invalid-file.js';
import type { Finding, Outcome } from '../model.js';
import { broken, step } from '../step.js';
import type { ChecklistDeps } from './checklist-deps.js';
import { type Item, type ItemsAfter, itemDeadlineMs, itemOutcome, nothingToCheck } from './item.js';

/** Whether the topics that the manifests declare are there, with as many partitions at least. */
export function topicsItem(deps: ChecklistDeps, { settings }: ItemsAfter): Item {
  return {
    what: 'topics',
    step: step({
      layer: 'metadata',
      tries: 'the topics of the manifests',
      after: [settings],
      deadlineMs: itemDeadlineMs,
      run: async (known) => {
        const { environment, clusterAwaits } = known.value(settings);
        if (environment.topics.length === 0) return nothingToCheck('the environment has no manifest');
        if (environment.cluster === undefined)
          return clusterAwaits === undefined
            ? nothingToCheck('the environment has no cluster')
            : broken({ saw: clusterAwaits, problem: 'topic-missing', next: [deps.commandLine('dev wake')] });
        try {
          const desired = await deps.manifests(environment.topics);
          return judgeTopics(desired.topics, await deps.topics(), deps.commandLine('topics sync'));
        } catch (error) {
          if (!(error instanceof InvalidFileError)) throw error;
          return broken(invalidFile(error, 'setting-unusable', deps.commandLine('topics diff')));
        }
      },
    }),
  };
}

const shown = 5;

/** Pure. @param sync the command that creates them */
export function judgeTopics(
  desired: readonly Pick<DesiredTopic, 'name' | 'partitions'>[],
  there: readonly Pick<TopicMetadata, 'name' | 'partitions' | 'error'>[],
  sync: string,
): Outcome<undefined> {
  const found = new Map(there.filter(({ error }) => error === undefined).map((topic) => [topic.name, topic]));
  const absent = desired.filter(({ name }) => !found.has(name)).map(({ name }) => printable(name));
  const small = desired.flatMap(({ name, partitions = 0 }) => {
    const has = found.get(name)?.partitions.length;
    return has === undefined || has >= partitions
      ? []
      : [`${printable(name)} has ${has} of ${countOf(partitions, 'partition')}`];
  });
  const finding = (saw: string): Omit<Finding, 'verdict'> => ({
    ...{ saw, problem: 'topic-missing', next: [sync], fix: { kind: 'sync topics' } },
  });
  const missing = [
    ...(absent.length === 0
      ? []
      : [finding(`${countOf(absent.length, 'topic')} missing: ${listed(absent)}`)]),
    ...(small.length === 0 ? [] : [finding(listed(small))]),
  ];
  return itemOutcome(missing, `${countOf(desired.length, 'topic')} present`);
}

function listed(names: readonly string[]): string {
  const more = names.length - shown;
  return [...names.slice(0, shown), ...(more > 0 ? [`and ${more} more`] : [])].join(', ');
}
