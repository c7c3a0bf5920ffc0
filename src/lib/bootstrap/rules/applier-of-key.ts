import type { ManagedFields } from '../../k8s/objects.js';
import { listed, shown } from './read-shape.js';
import type { SecretWriter } from './writer-of-secret.js';

/** What the field managers of controllers are called, that apply again and again by themselves. */
const controllers: Readonly<Record<string, Pick<SecretWriter, 'name' | 'writesBack'>>> = {
  'kustomize-controller': { name: 'Flux', writesBack: 'soon' },
  'helm-controller': { name: 'Flux', writesBack: 'at its next deployment' },
  'argocd-controller': { name: 'Argo CD', writesBack: 'soon' },
  helm: { name: 'Helm', writesBack: 'at its next deployment' },
};

/**
 * Whoever owns a key by server-side apply and so sets it again when it next applies; External Secrets writes its keys under
 * a manager's name of its own. Who only updated or patched it once owns nothing: kubectl, Helm 3, exops.
 */
export function applierOf(fields: readonly ManagedFields[], key: string): SecretWriter | undefined {
  for (const { manager, operation, fieldsV1 } of listed(fields)) {
    const name = shown(manager);
    const isExternal = name.startsWith('externalsecrets.external-secrets.io/');
    if ((operation !== 'Apply' && !isExternal) || name === 'exops' || !hasKey(fieldsV1, key)) continue;
    const evidence = `field manager ${name} applied this key`;
    if (isExternal) return { name: 'External Secrets', evidence, writesBack: 'soon' };
    const known = Object.hasOwn(controllers, name) ? controllers[name] : undefined;
    return { name, writesBack: 'at its next deployment', ...known, evidence };
  }
  return undefined;
}

function hasKey(fields: unknown, key: string): boolean {
  const has = (object: unknown, name: string) =>
    typeof object === 'object' && object !== null && Object.hasOwn(object, name);
  if (!has(fields, 'f:data')) return false;
  return has((fields as Record<string, unknown>)['f:data'], `f:${key}`);
}
