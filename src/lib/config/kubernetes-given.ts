import type { Path } from '../yaml/yaml-file.js';
import type { ConfigFile } from './config-file.js';
import type { EnvironmentInput } from './environment.js';
import { fromFile, fromOutside } from './given-settings.js';
import { clusterSource, hostSource, referencesIn } from './reference-syntax.js';
import { mask } from './secret.js';
import { isSecretKey } from './secret-lines.js';
import type { Setting } from './setting.js';

/** A secret and the key in it that holds the bootstrap servers. */
export interface BootstrapKey {
  readonly secret: string;
  readonly key: string;
}

/** The Kubernetes cluster of an environment as it was given: flags over the file, references unresolved. */
export interface KubernetesGiven {
  /** Whether the file has such a block, or a flag names a context: without either the present context is nobody's wish. */
  readonly isGiven: boolean;
  readonly context: Setting | undefined;
  readonly namespace: Setting | undefined;
  readonly kubeconfig: Setting | undefined;
  readonly clusterEndpoint: Setting | undefined;
  readonly bootstrap: readonly BootstrapKey[];
  /** Where `bootstrap` stands in the file. */
  readonly bootstrapAt: Setting<unknown> | undefined;
  /** By name and key. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, SecretValueGiven>>;
  /**
   * The brokers of the file: what applications are told. A flag or a variable says how this machine gets there, which
   * can be a tunnel's end.
   */
  readonly brokers: readonly Setting[];
}

export interface SecretValueGiven {
  /** As written, masked nowhere. */
  readonly setting: Setting;
  /** Whether a person may see what it resolves to. */
  readonly isShown: boolean;
}

/**
 * @param path the environment in the file
 * @param brokers those of the file
 */
export function kubernetesGiven(
  input: EnvironmentInput,
  file: ConfigFile | undefined,
  path: Path,
  brokers: readonly Setting[],
): KubernetesGiven {
  const own = [...path, 'kubernetes'];
  const bootstrapAt = fromFile<readonly BootstrapKey[]>(file, [...own, 'bootstrap']);
  const context = fromOutside(input, { flag: 'context' });
  return {
    isGiven: context !== undefined || fromFile<object>(file, own) !== undefined,
    context: context ?? fromFile(file, [...own, 'context']),
    namespace: fromOutside(input, { flag: 'namespace' }) ?? fromFile(file, [...own, 'namespace']),
    kubeconfig: fromOutside(input, { flag: 'kubeconfig' }) ?? fromFile(file, [...own, 'kubeconfig']),
    clusterEndpoint: fromFile(file, [...own, 'clusterEndpoint']),
    bootstrap: bootstrapAt?.value ?? [],
    bootstrapAt,
    secrets: secretsGiven(file, [...own, 'secrets']),
    brokers,
  };
}

function secretsGiven(file: ConfigFile | undefined, path: Path): KubernetesGiven['secrets'] {
  const written = fromFile<Readonly<Record<string, Readonly<Record<string, string>>>>>(file, path)?.value;
  const secrets = Object.entries(written ?? {}).map(([name, keys]) => {
    const values = Object.keys(keys).flatMap((key): [string, SecretValueGiven][] => {
      const value = valueGiven(file, [...path, name, key], key);
      return value === undefined ? [] : [[key, value]];
    });
    return [name, new Map(values)] as const;
  });
  return new Map(secrets);
}

function valueGiven(file: ConfigFile | undefined, path: Path, key: string): SecretValueGiven | undefined {
  const setting = fromFile(file, path);
  if (setting === undefined) return undefined;
  const isMasked = setting.value.includes(mask);
  const value = isMasked ? (file?.written(path)?.reveal() ?? setting.value) : setting.value;
  return { setting: { ...setting, value }, isShown: !isMasked && !isSecretKey(key) && isPublic(value) };
}

const publicSources = ['cfn', hostSource, clusterSource];

/** A variable's value may be a password; nobody says which are. */
function isPublic(text: string): boolean {
  return referencesIn(text).every(({ source }) => publicSources.includes(source));
}
