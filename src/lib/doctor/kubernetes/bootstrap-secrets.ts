import type { BootstrapSecret } from '../../bootstrap/model.js';
import type { BootstrapKey } from '../../config/kubernetes-given.js';

/** The secrets of `kubernetes.bootstrap`, each once, with its keys. */
export function bootstrapSecrets(keys: readonly BootstrapKey[]): readonly BootstrapSecret[] {
  const names = [...new Set(keys.map(({ secret }) => secret))];
  return names.map((secret) => ({
    secret,
    keys: [...new Set(keys.filter((one) => one.secret === secret).map(({ key }) => key))],
  }));
}
