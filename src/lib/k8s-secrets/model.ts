import type { Change } from '../change/plan.js';
import type { Secret } from '../config/secret.js';
import type { ExopsError } from '../errors.js';
import type { KubernetesSecret, SecretIdentity } from '../k8s/kubernetes.js';

export const secretKind = 'secret';
export const namespaceKind = 'namespace';

/** Values by key. */
export type SecretData = ReadonlyMap<string, Secret>;

export interface WantedSecrets {
  readonly namespace: string;
  readonly secrets: ReadonlyMap<string, SecretData>;
  /** Make the namespace when it isn't there. */
  readonly createNamespace: boolean;
  /** Change a secret that a controller writes, too. */
  readonly ignoreOwner: boolean;
  /** Keys that hold bootstrap servers: of them the history keeps what they were set to. */
  readonly bootstrap: readonly { readonly secret: string; readonly key: string }[];
  /** Who changes: for the history. */
  readonly by: string;
  /** The command that shows which pods run with old bootstrap servers. */
  readonly statusCommand: string;
  /** The command that prints the Role for these secrets. */
  readonly roleCommand: string;
}

export interface ObservedSecrets {
  /** Undefined when the user may not look. */
  readonly namespaceExists: boolean | undefined;
  /** By name; undefined for one that isn't there, an error for one that may not be read. */
  readonly secrets: ReadonlyMap<string, KubernetesSecret | ExopsError | undefined>;
  /** What the server would refuse, by kind and name as in `refusalKey`, and why. */
  readonly refused: ReadonlyMap<string, ExopsError>;
}

export function refusalKey({ kind, name }: { readonly kind: string; readonly name: string }): string {
  return `${kind} ${name}`;
}

export type SecretsWork =
  | { readonly step: 'namespace' }
  | { readonly step: 'create'; readonly data: SecretData; readonly notes: Notes }
  | {
      readonly step: 'patch';
      readonly identity: SecretIdentity;
      readonly data: SecretData;
      readonly notes: Notes;
    };

/** What the history is to say of a change of bootstrap servers. */
export interface Notes {
  readonly keys: readonly string[];
  readonly by: string;
  /** As it was read; undefined when it isn't there. */
  readonly found: KubernetesSecret | undefined;
}

export type SecretsChange = Change<SecretsWork>;
