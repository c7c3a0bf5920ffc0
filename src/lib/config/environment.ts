import type { Address } from '../kafka/address.js';
import type { Auth } from '../kafka/auth.js';
import type { Variables } from './environment-variables.js';
import type { ReferenceSource } from './references.js';
import type { ClusterKind } from './schema.js';
import type { Places } from './shown-path.js';

/** What a command works on: a block of `exops.yaml` with flags and variables applied, or these alone. */
export interface Environment {
  /** Undefined when only flags or variables name the cluster. */
  readonly name: string | undefined;
  readonly protected: boolean;
  /** The absolute path of the file it comes from. */
  readonly configFile: string | undefined;
  readonly cluster: Cluster | undefined;
  /** Absolute paths of its topics manifests. */
  readonly topics: readonly string[];
}

export interface Cluster {
  readonly kind: ClusterKind;
  readonly brokers: readonly Address[];
  /** The id that the cluster must have. */
  readonly clusterId: string | undefined;
  readonly auth: Auth;
}

/** The flags that choose and change an environment. There is none for a password: anyone could read it in `ps`. */
export interface EnvironmentFlags {
  /** `-e`, `--env` */
  readonly environment?: string | undefined;
  readonly config?: string | undefined;
  readonly brokers?: string | undefined;
  readonly auth?: string | undefined;
  readonly username?: string | undefined;
  readonly ca?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly tls?: boolean | undefined;
  readonly algorithm?: string | undefined;
}

export interface EnvironmentInput extends Places {
  readonly env: Variables;
  readonly flags: EnvironmentFlags;
  /** Where references are resolved; the variables alone when left out. */
  readonly sources?: readonly ReferenceSource[] | undefined;
}
