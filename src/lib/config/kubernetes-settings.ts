import { UsageError } from '../errors.js';
import { formatAddress } from '../kafka/address.js';
import { didYouMean } from '../yaml/nearest.js';
import { addressesOf } from './addresses-of.js';
import type { BootstrapKey, KubernetesGiven } from './kubernetes-given.js';
import { namespacePattern, namespaceRule } from './kubernetes-names.js';
import { publicText } from './public-text.js';
import { bootstrapName, clusterSource } from './reference-syntax.js';
import type { ReferenceSource } from './references.js';
import type { ReadSetting } from './resolve-settings.js';
import { Secret } from './secret.js';
import { type Setting, settingError } from './setting.js';
import { pathOf } from './setting-path.js';
import type { Places } from './shown-path.js';

/** The Kubernetes cluster of an environment, and what exops keeps there. */
export interface KubernetesSettings {
  /** The kubeconfig's current one when undefined. */
  readonly context: string | undefined;
  /** The context's own when undefined. */
  readonly namespace: string | undefined;
  /** Absolute; KUBECONFIG or the one of the home folder when undefined. */
  readonly kubeconfig: string | undefined;
  /** The API server that the context must lead to. */
  readonly clusterEndpoint: string | undefined;
  readonly bootstrap: readonly BootstrapKey[];
  /** All that the file declares. */
  readonly secretNames: readonly string[];
  /** Those that were needed, with the values by key. */
  readonly secrets: ReadonlyMap<string, ReadonlyMap<string, Secret>>;
}

/** What a command needs of Kubernetes; only the references in that are resolved. */
export interface KubernetesNeeds {
  readonly kind: 'kubernetes';
  /** The API server isn't reached: of the settings that say where it is, only the namespace is needed. */
  readonly offline?: boolean;
  /** The brokers of the file. */
  readonly withBrokers?: boolean;
  /** The cluster, with what it takes to log in there, and the hosts on the way. */
  readonly withCluster?: boolean;
  /** The values of `kubernetes.secrets`: of all, of none (when left out), or of those that are chosen. */
  readonly withSecrets?: boolean | ((known: readonly string[]) => readonly string[]);
}

/** The part of what was given that a command needs. */
export interface KubernetesWanted {
  readonly given: KubernetesGiven;
  readonly withServer: boolean;
  readonly secrets: KubernetesGiven['secrets'];
}

export function kubernetesWanted(given: KubernetesGiven, needs: KubernetesNeeds): KubernetesWanted {
  const { withSecrets = false, offline } = needs;
  const known = [...given.secrets.keys()];
  const all = withSecrets === true ? known : [];
  const names = typeof withSecrets === 'function' ? withSecrets(known) : all;
  const secrets = [...given.secrets].filter(([name]) => names.includes(name));
  return { given, withServer: offline !== true, secrets: new Map(secrets) };
}

/** The settings of it that may hold references, and the brokers where they are a part of a value. */
export function referringKubernetes({ given, withServer, secrets }: KubernetesWanted): readonly Setting[] {
  const { context, namespace, kubeconfig, clusterEndpoint, brokers } = given;
  const values = [...secrets.values()].flatMap((keys) => [...keys.values()].map(({ setting }) => setting));
  const server = withServer ? [context, kubeconfig, clusterEndpoint] : [];
  const settings = [namespace, ...server, ...values].filter((setting) => setting !== undefined);
  const ofBrokers = values.some(({ value }) => value.includes(`\${${clusterSource}:`));
  return ofBrokers ? [...settings, ...brokers] : settings;
}

/** `${kafka:bootstrap}`: these brokers with commas between. */
export function clusterReferences(brokers: readonly Setting[], read: ReadSetting): ReferenceSource {
  const unknown = brokers.flatMap((setting) => read(setting).missing)[0];
  return {
    name: clusterSource,
    isSecret: false,
    whyMissing: () =>
      unknown?.why === undefined ? undefined : { why: unknown.why, isForNow: unknown.isForNow === true },
    resolve: async () => {
      if (unknown !== undefined) return new Map();
      const addresses = brokers.flatMap((setting) => addressesOf(setting, read));
      return new Map([[bootstrapName, addresses.map(formatAddress).join(',')]]);
    },
  };
}

/** @throws UsageError, InvalidFileError when a reference led to what can't be used */
export function kubernetesOf(
  { given, withServer, secrets }: KubernetesWanted,
  read: ReadSetting,
  places: Places,
): KubernetesSettings {
  const server = <T>(value: T): T | undefined => (withServer ? value : undefined);
  const kubeconfig = server(given.kubeconfig);
  return {
    context: plainText(server(given.context), read),
    namespace: namespaceOf(given.namespace, read),
    kubeconfig: kubeconfig === undefined ? undefined : pathOf(kubeconfig, read, places),
    clusterEndpoint: endpointOf(server(given.clusterEndpoint), read),
    bootstrap: given.bootstrap,
    secretNames: [...given.secrets.keys()],
    secrets: new Map(
      [...secrets].map(([name, keys]) => [
        name,
        new Map([...keys].map(([key, { setting }]) => [key, new Secret(read(setting).text)])),
      ]),
    ),
  };
}

function namespaceOf(setting: Setting | undefined, read: ReadSetting): string | undefined {
  const namespace = plainText(setting, read);
  if (setting === undefined || namespace === undefined || namespacePattern.test(namespace)) return namespace;
  throw settingError(setting, `${namespaceRule}, got ${JSON.stringify(namespace)}`);
}

function endpointOf(setting: Setting | undefined, read: ReadSetting): string | undefined {
  const endpoint = plainText(setting, read);
  if (setting === undefined || endpoint === undefined || URL.canParse(endpoint)) return endpoint;
  throw settingError(setting, `expected a URL, got ${JSON.stringify(endpoint)}`);
}

function plainText(setting: Setting | undefined, read: ReadSetting): string | undefined {
  return setting === undefined ? undefined : publicText(setting, read);
}

/** The secrets that are named, or all of them. */
export function choosingSecrets(names: readonly string[]): (known: readonly string[]) => readonly string[] {
  return (known) => {
    if (known.length === 0)
      throw new UsageError('The environment declares no secrets.', {
        hint: 'Write kubernetes: { secrets: { NAME: { KEY: value } } } into exops.yaml.',
      });
    const unknown = names.find((name) => !known.includes(name));
    if (unknown !== undefined) throw noSuchSecret(unknown, known);
    return names.length === 0 ? known : names;
  };
}

function noSuchSecret(name: string, known: readonly string[]): UsageError {
  return new UsageError(`exops.yaml declares no secret ${JSON.stringify(name)}${didYouMean(name, known)}.`, {
    hint: `It has: ${known.join(', ')}`,
  });
}
