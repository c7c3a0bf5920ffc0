/** What one file declares; several files together make a `DesiredState`. */
export interface Manifest {
  /** How messages call the file. */
  readonly file: string;
  /** Where the file may be applied; anywhere when undefined. */
  readonly environment: string | undefined;
  /** The only cluster the file may be applied to; any when undefined. */
  readonly clusterId: string | undefined;
  /** What the file owns; undefined when it owns just what it declares. */
  readonly scope: Scope | undefined;
  readonly topics: readonly DesiredTopic[];
}

/** Globs over topic names: `*` stands for any text, `?` for one character. */
export interface Scope {
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

/** One topic as it should be. What is undefined is left to the cluster: its default for a new topic, else what is there. */
export interface DesiredTopic {
  readonly name: string;
  readonly partitions: number | undefined;
  readonly replicationFactor: number | undefined;
  /** Values in Kafka's own units, as `canonicalValue` writes them. */
  readonly configs: Readonly<Record<string, string>>;
  /** Whether overrides that the file doesn't name are removed (`configs: exact`). */
  readonly exact: boolean;
  /** Overrides to be removed, whatever else is there; a file never names any. */
  readonly removes?: readonly string[];
}

/** Everything the manifests of one run declare. */
export interface DesiredState {
  readonly topics: readonly DesiredTopic[];
  readonly scopes: readonly Scope[];
  readonly guards: readonly Pick<Manifest, 'file' | 'environment' | 'clusterId'>[];
}
