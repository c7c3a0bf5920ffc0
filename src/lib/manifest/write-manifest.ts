import { yamlText } from '../terminal/yaml-text.js';
import { formatValue } from './config-value.js';

export interface ExportedTopic {
  readonly name: string;
  /** Undefined when nothing is declared about it. */
  readonly partitions: number | undefined;
  /** Undefined when partitions disagree: then nothing is declared about it. */
  readonly replicationFactor: number | undefined;
  /** Overrides only, in Kafka's own units. */
  readonly configs: Readonly<Record<string, string>>;
}

export interface ExportedManifest {
  readonly environment: string | undefined;
  readonly clusterId: string | null;
  readonly topics: readonly ExportedTopic[];
}

/** A manifest that declares the topics as they are; what most of them share stands under `defaults`. */
export function writeManifest({ environment, clusterId, topics }: ExportedManifest): string {
  const sorted = [...topics].sort((a, b) => (a.name < b.name ? -1 : 1));
  const partitions = commonDefault(sorted.map((topic) => topic.partitions));
  const replicationFactor = commonDefault(sorted.map((topic) => topic.replicationFactor));
  const entries = sorted.map((topic) => {
    const body = {
      ...(topic.partitions === partitions ? {} : { partitions: topic.partitions }),
      ...(topic.replicationFactor === replicationFactor
        ? {}
        : { replicationFactor: topic.replicationFactor }),
      ...(Object.keys(topic.configs).length === 0 ? {} : { configs: readableConfigs(topic.configs) }),
    };
    return [topic.name, body] as const;
  });
  const document = {
    version: 1,
    ...(environment === undefined ? {} : { environment }),
    ...(clusterId === null ? {} : { clusterId }),
    ...defaultsOf(partitions, replicationFactor),
    topics: Object.fromEntries(entries),
  };
  return yamlText(document);
}

function readableConfigs(
  configs: Readonly<Record<string, string>>,
): Record<string, string | number | boolean> {
  const entries = Object.entries(configs).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, scalar(formatValue(key, value))]));
}

/** Without quotes where YAML reads the same back. */
function scalar(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text !== '' && String(number) === text && Number.isFinite(number) ? number : text;
}

function defaultsOf(partitions: number | undefined, replicationFactor: number | undefined) {
  if (partitions === undefined && replicationFactor === undefined) return {};
  return {
    defaults: {
      ...(partitions === undefined ? {} : { partitions }),
      ...(replicationFactor === undefined ? {} : { replicationFactor }),
    },
  };
}

/** A default would also hold for a topic that declares nothing. */
function commonDefault(counts: readonly (number | undefined)[]): number | undefined {
  return counts.includes(undefined) ? undefined : mostCommon(counts);
}

function mostCommon<Value>(values: readonly Value[]): Value | undefined {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0];
}
