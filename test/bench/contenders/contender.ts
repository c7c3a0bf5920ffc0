import type { Command } from '../timed-commands.js';

export type OperationName = 'list' | 'describe' | 'create' | 'nothing' | 'change';

/** Topics to work on, and how they are to be. */
export interface Job {
  readonly bootstrap: string;
  readonly names: readonly string[];
  readonly partitions: number;
  /** In Kafka's own units. */
  readonly settings: Readonly<Record<string, string>>;
  /** The one of the settings that differs from how the topics were before. */
  readonly changed: { readonly key: string; readonly value: string };
  readonly files: {
    /** All of that as exops reads it. */
    readonly manifest: string;
    /** The same as topicctl reads it. */
    readonly topicctlTopics: string;
    readonly topicctlCluster: string;
    /** Where the cluster is and which version it has: without it kaf can't change settings. */
    readonly kafConfig: string;
  };
}

export interface Operation {
  /** As people would type it. */
  readonly shown: string;
  /** Run one after the other; for most tools one a topic. */
  commands(job: Job): readonly Command[];
  /** Whether there is no report without it: it runs more than once, and however long it takes. */
  readonly mustSucceed?: boolean;
  /** Whether the output of a list or a description is without the topics' names. */
  readonly isNameless?: boolean;
}

/** What a tool can't do at all is left out; there may be two ways to do a thing. */
export type Operations = Readonly<Partial<Record<OperationName, readonly Operation[]>>>;

export interface Contender {
  readonly name: string;
  readonly version: string;
  readonly operations: Operations;
}

/** A program that may be on this machine. */
export interface Peer {
  readonly name: string;
  /** Print its version. */
  readonly versionArgs: readonly string[];
  operations(program: string): Operations;
}

/** `-c retention.ms=1 -c segment.ms=2` */
export function repeated(flag: string, settings: Readonly<Record<string, string>>): string[] {
  return Object.entries(settings).flatMap(([key, value]) => [flag, `${key}=${value}`]);
}

/** `retention.ms=1` */
export function changedSetting({ changed: { key, value } }: Job): string {
  return `${key}=${value}`;
}
