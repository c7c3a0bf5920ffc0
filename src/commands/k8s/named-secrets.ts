import type { BootstrapSecret } from '../../lib/bootstrap/model.js';
import type { Environment } from '../../lib/config/environment.js';
import {
  dataKeyPattern,
  dataKeyRule,
  objectNamePattern,
  secretNameRule,
} from '../../lib/config/kubernetes-names.js';
import { UsageError } from '../../lib/errors.js';
import { printable } from '../../lib/terminal/printable.js';

/** Which secrets hold bootstrap servers, instead of those of exops.yaml. */
export interface SecretFlags {
  readonly secret?: readonly string[];
  readonly key?: string;
}

const defaultKey = 'KAFKA_BOOTSTRAP_SERVERS';

/**
 * The secrets that flags or else the file name, each once, with the keys that hold bootstrap servers.
 * @throws UsageError when none is named
 */
export function namedSecrets(
  { secret = [], key }: SecretFlags,
  { kubernetes }: Pick<Environment, 'kubernetes'>,
): readonly BootstrapSecret[] {
  if (secret.length > 0)
    return [...new Set(secret)].map((name) => ({ secret: name, keys: [key ?? defaultKey] }));
  const configured = kubernetes?.bootstrap ?? [];
  if (configured.length === 0)
    throw new UsageError('No secret is named.', {
      hint: 'Give --secret NAME, or write kubernetes: { bootstrap: [{ secret: …, key: … }] } into exops.yaml.',
    });
  const names = [...new Set(configured.map((one) => one.secret))];
  return names.map((name) => ({
    secret: name,
    keys: [...new Set(configured.filter((one) => one.secret === name).map((one) => one.key))],
  }));
}

/** @throws UsageError when a key is named and no secret, or a name can't be one */
export function refuseMisnamed({ secret = [], key }: SecretFlags): void {
  const odd = secret.find((name) => !objectNamePattern.test(name));
  if (odd !== undefined)
    throw new UsageError(`--secret ${printable(JSON.stringify(odd))}: ${secretNameRule}.`);
  if (key !== undefined && !dataKeyPattern.test(key))
    throw new UsageError(`--key ${printable(JSON.stringify(key))}: ${dataKeyRule}.`);
  if (key !== undefined && secret.length === 0)
    throw new UsageError(`--key ${key} needs --secret: it is the key in the secret that --secret names.`, {
      hint: 'Without both, the secrets and keys of kubernetes.bootstrap in exops.yaml are taken.',
    });
}

/** The flags that choose an environment: another `--key` than this one names a client's PEM there. */
export function withoutKey<Options extends SecretFlags>({
  key: _,
  ...options
}: Options): Omit<Options, 'key'> {
  return options;
}
