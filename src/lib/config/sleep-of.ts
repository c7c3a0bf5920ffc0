import type { NameOrTags, SleepEntry, SleepSelector } from '../power/sleep-entry.js';
import { instanceIdOf } from './hosts-of.js';
import { publicText } from './public-text.js';
import type { ReadSetting } from './resolve-settings.js';
import { type Setting, settingError } from './setting.js';
import type { SleepGiven } from './sleep-given.js';
import { standsTwice } from './sleep-keys.js';
import { labelValuePattern, labelValueProblem } from './sleep-labels.js';
import { parseWorkload, workloadProblem } from './sleep-workload.js';

/** @throws InvalidFileError when references led to what nothing is called, or two lines to the same resource */
export function sleepOf(lines: readonly SleepGiven[], read: ReadSetting): readonly SleepEntry[] {
  const seen = new Set<string>();
  return lines.map((line) => {
    const selector = selectorOf(line, read);
    const name = JSON.stringify(selector);
    if (seen.has(name)) throw settingError(line.chosen, standsTwice);
    seen.add(name);
    return {
      selector,
      order: line.order?.value,
      skip: line.skip?.value ?? false,
      wake: line.wake?.value ?? 'automatic',
      at: line.at,
    };
  });
}

function selectorOf(line: SleepGiven, read: ReadSetting): SleepSelector {
  switch (line.key) {
    case 'eksNodegroup':
      return { kind: 'nodegroup', cluster: clusterOf(line, read), choice: choiceOf(line, read, publicText) };
    case 'ecsService':
      return { kind: 'ecs', cluster: clusterOf(line, read), choice: choiceOf(line, read, publicText) };
    case 'kubernetesWorkload':
      return workloadOf(line, read);
    case 'autoScalingGroup':
      return { kind: 'asg', choice: choiceOf(line, read, publicText) };
    case 'rdsInstance':
      return { kind: 'rds', choice: choiceOf(line, read, identifierOf) };
    case 'rdsCluster':
      return { kind: 'rds-cluster', choice: choiceOf(line, read, identifierOf) };
    case 'ec2Instance':
      return { kind: 'ec2', choice: choiceOf(line, read, instanceIdOf) };
  }
}

function clusterOf({ parts }: SleepGiven, read: ReadSetting): string {
  const setting = parts.get('cluster');
  return setting === undefined ? '' : publicText(setting, read);
}

function workloadOf(line: SleepGiven, read: ReadSetting): SleepSelector {
  if (line.tags !== undefined) return { kind: 'workload', labels: labelsOf(line.tags, read) };
  const [setting] = line.parts.values();
  const text = setting === undefined ? '' : publicText(setting, read);
  const workload = parseWorkload(text);
  if (workload === undefined) throw settingError(line.chosen, workloadProblem(text));
  return { kind: 'workload', ...workload };
}

type ReadName = (setting: Setting, read: ReadSetting) => string;

function choiceOf({ parts, tags }: SleepGiven, read: ReadSetting, nameOf: ReadName): NameOrTags {
  if (tags !== undefined) return { by: 'tags', tags: textsOf(tags, read) };
  const name = parts.get('name') ?? parts.get('');
  return { by: 'name', name: name === undefined ? '' : nameOf(name, read) };
}

function labelsOf(labels: ReadonlyMap<string, Setting>, read: ReadSetting): Readonly<Record<string, string>> {
  for (const setting of labels.values()) {
    const text = publicText(setting, read);
    if (!labelValuePattern.test(text)) throw settingError(setting, labelValueProblem(text));
  }
  return textsOf(labels, read);
}

/** In the order of their keys. */
function textsOf(tags: ReadonlyMap<string, Setting>, read: ReadSetting): Readonly<Record<string, string>> {
  const texts = [...tags].map(([key, setting]) => [key, publicText(setting, read)] as const);
  return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** RDS keeps identifiers in lower case, and takes them in any. */
function identifierOf(setting: Setting, read: ReadSetting): string {
  return publicText(setting, read).toLowerCase();
}
