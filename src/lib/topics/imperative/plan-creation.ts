import type { FieldChange, Notice, Plan, Refusal } from '../../change/plan.js';
import type { DesiredState } from '../../manifest/model.js';
import { countOf } from '../../terminal/plural.js';
import type { ObservedCluster, ObservedTopic } from '../model.js';
import { planTopics } from '../plan-topics.js';
import { type TopicWork, topicKind } from '../work.js';
import { asAsked, askedOptions, withoutFileNotices } from './asked-topics.js';

/**
 * Pure: what is to be created. A topic that is there already is refused, or left as it is and, where it isn't as asked,
 * named with what differs.
 */
export function planCreation(
  asked: DesiredState,
  cluster: ObservedCluster,
  { ifNotExists }: { readonly ifNotExists: boolean },
): Plan<TopicWork> {
  const options = askedOptions(undefined);
  const missing = asked.topics.filter(({ name }) => !cluster.topics.has(name));
  const creation = planTopics({ ...asked, topics: missing }, cluster, options);
  const there = asked.topics.flatMap(({ name }) => cluster.topics.get(name) ?? []);
  if (!ifNotExists) {
    const refusals = there.map(existsAlready);
    return { ...creation, wanted: asAsked, refusals: [...creation.refusals, ...refusals] };
  }
  const names = new Set(there.map(({ name }) => name));
  const topics = asked.topics.filter(({ name }) => names.has(name));
  const compared = planTopics({ ...asked, topics }, cluster, options);
  return {
    ...creation,
    wanted: asAsked,
    notices: [
      ...creation.notices,
      ...withoutFileNotices(compared),
      ...there.flatMap(({ name }) => noticeOf(name, compared)),
    ],
    unchanged: compared.unchanged,
  };
}

function existsAlready({ name, partitions }: ObservedTopic): Refusal {
  const factor = partitions[0]?.replicas.length ?? 0;
  const shape = `${countOf(partitions.length, 'partition')}, factor ${factor}`;
  return { kind: topicKind, name, reason: `exists already, with ${shape}; --if-not-exists accepts it` };
}

function noticeOf(name: string, compared: Plan): Notice[] {
  const fields = compared.changes.filter((change) => change.name === name).flatMap((change) => change.fields);
  const refusals = compared.refusals.filter((refusal) => refusal.name === name);
  const differences = [
    ...fields.map(difference),
    ...refusals.map(({ field, reason }) => (field === undefined ? reason : difference(field))),
  ];
  if (differences.length === 0) return [];
  return [{ kind: 'differs', text: `there already, and kept with ${differences.join(', ')}`, names: [name] }];
}

function difference({ name, shown }: Pick<FieldChange, 'name' | 'shown'>): string {
  return `${name} ${shown.before ?? 'unset'} (not ${shown.after ?? 'unset'})`;
}
