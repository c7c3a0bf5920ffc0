/** The tools whose definitions can be read; `--from` names one of them. */
export type ImportFormat = 'topicctl' | 'strimzi' | 'jikkou' | 'kafka-gitops' | 'julie' | 'terraform';

/** Where something stands: lines count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A value as its file gives it, or in words that follow its name why the file alone doesn't tell it. */
export type Given =
  | { readonly at: Place; readonly text: string }
  | { readonly at: Place; readonly untold: string; readonly advice?: string };

/** A cluster by the name that a tool has for it: another one's names say nothing about it. */
export interface NamedCluster {
  readonly tool: ImportFormat;
  readonly name: string;
}

/** One topic as a tool's file has it; nothing of it is checked yet. */
export interface RawTopic {
  readonly at: Place;
  /** What remarks call it while its name isn't known: `kafka_topic.orders`. */
  readonly subject: string;
  readonly name: Given | undefined;
  readonly partitions: Given | undefined;
  readonly replicationFactor: Given | undefined;
  readonly configs: readonly (readonly [key: string, value: Given])[];
  /** Which cluster the file says that it belongs to. */
  readonly cluster: NamedCluster | undefined;
}

/** A topic that a manifest can declare. What is undefined is left to the cluster. */
export interface ImportedTopic {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  /** In Kafka's own units. */
  readonly configs: Readonly<Record<string, string>>;
  readonly at: Place;
  readonly cluster: NamedCluster | undefined;
}

/** Something that the manifest doesn't say, and a file did. */
export interface Remark {
  /** `untranslated`: part of a topic's definition was lost. `ignored`: it is no part of what a manifest declares. */
  readonly kind: 'untranslated' | 'ignored';
  readonly at: Place;
  /** The topic, or what stands for it; undefined when it is about something else. */
  readonly topic: string | undefined;
  /** The construct in the tool's own words: `placement static`. */
  readonly what: string;
  /** Why, and what to do about it. */
  readonly why: string;
  /** The other place, where there are two. */
  readonly also?: Place;
}

export type Say = (remark: Remark) => void;
