import type { KubernetesSecret } from '../../k8s/kubernetes.js';
import { applierOf } from './applier-of-key.js';
import { listed, shown, valueAt } from './read-shape.js';

/** Who would write a secret's old value back. */
export interface SecretWriter {
  readonly name: string;
  /** What says so: `annotation meta.helm.sh/release-name`, `owned by ExternalSecret kafka`. */
  readonly evidence: string;
  readonly writesBack: 'soon' | 'at its next deployment';
}

type Marks = Pick<KubernetesSecret, 'labels' | 'annotations' | 'owners' | 'managedFields'>;
type Evidence = (secret: Marks) => string | undefined;

/**
 * Who else writes a secret, the one nearest to it first: what makes secrets, then what deploys them, then any other
 * controller that owns it, then whoever applied this key. The standard label `app.kubernetes.io/instance` says nothing:
 * charts set it too.
 */
export function writerOf(secret: Marks, key: string): SecretWriter | undefined {
  for (const [name, writesBack, ...signs] of writers) {
    const evidence = signs.map((sign) => sign(secret)).find((words) => words !== undefined);
    if (evidence !== undefined) return { name, evidence, writesBack };
  }
  return controllerOf(secret) ?? applierOf(secret.managedFields, key);
}

const label =
  (name: string, wanted?: string): Evidence =>
  ({ labels }) =>
    isMark(labels, name, wanted) ? `label ${name}` : undefined;

const annotation =
  (name: string, wanted?: string): Evidence =>
  ({ annotations }) =>
    isMark(annotations, name, wanted) ? `annotation ${name}` : undefined;

const owner =
  (...kinds: string[]): Evidence =>
  ({ owners }) => {
    const found = listed(owners).find(({ kind }) => kind !== undefined && kinds.includes(kind));
    return found === undefined ? undefined : ownedBy(found);
  };

/**
 * Their own names, read in their sources: external-secrets (`LabelManaged`, `AnnotationDataHash`), sealed-secrets (which
 * writes again when the SealedSecret changes or its controller starts), secrets-store-csi-driver (`SecretManagedLabel`),
 * vault-secrets-operator (`OwnerLabels`), Argo CD (both ways of tracking), Flux (helm-controller corrects drift only where it
 * was told to), Helm.
 */
const writers: readonly (readonly [string, SecretWriter['writesBack'], ...Evidence[]])[] = [
  [
    'External Secrets',
    'soon',
    label('reconcile.external-secrets.io/managed', 'true'),
    label('reconcile.external-secrets.io/created-by'),
    annotation('reconcile.external-secrets.io/data-hash'),
    owner('ExternalSecret'),
  ],
  [
    'Sealed Secrets',
    'at its next deployment',
    annotation('sealedsecrets.bitnami.com/managed', 'true'),
    annotation('sealedsecrets.bitnami.com/patch', 'true'),
    owner('SealedSecret'),
  ],
  ['Secrets Store CSI Driver', 'soon', label('secrets-store.csi.k8s.io/managed', 'true')],
  [
    'Vault Secrets Operator',
    'soon',
    label('app.kubernetes.io/managed-by', 'hashicorp-vso'),
    owner('VaultStaticSecret', 'VaultDynamicSecret', 'VaultPKISecret', 'HCPVaultSecretsApp'),
  ],
  ['Argo CD', 'soon', trackedByArgo, label('argocd.argoproj.io/instance')],
  ['Flux', 'soon', appliedByFlux],
  ['Flux', 'at its next deployment', label('helm.toolkit.fluxcd.io/name')],
  [
    'Helm',
    'at its next deployment',
    annotation('meta.helm.sh/release-name'),
    label('app.kubernetes.io/managed-by', 'Helm'),
  ],
];

/** The annotation names what it tracks, `app:group/Kind:namespace/name`; a copy from another object says nothing. */
function trackedByArgo({ annotations }: Marks): string | undefined {
  const name = 'argocd.argoproj.io/tracking-id';
  return valueAt(annotations, name)?.includes(':/Secret:') ? `annotation ${name}` : undefined;
}

/** Unless Flux was told to leave the object alone. */
function appliedByFlux({ labels, annotations }: Marks): string | undefined {
  const at = (name: string) => valueAt(annotations, `kustomize.toolkit.fluxcd.io/${name}`)?.toLowerCase();
  const isLeftAlone = at('reconcile') === 'disabled' || /^(ifnotpresent|ignore)$/.test(at('ssa') ?? '');
  const name = 'kustomize.toolkit.fluxcd.io/name';
  return isMark(labels, name, undefined) && !isLeftAlone ? `label ${name}` : undefined;
}

function isMark(map: Readonly<Record<string, string>>, name: string, wanted: string | undefined): boolean {
  const value = valueAt(map, name);
  return value !== undefined && (wanted === undefined ? value !== '' : value === wanted);
}

function controllerOf({ owners }: Marks): SecretWriter | undefined {
  const found = listed(owners).find(({ controller }) => controller === true);
  if (found === undefined) return undefined;
  const name = shown(found.kind) || 'another controller';
  return { name, evidence: ownedBy(found), writesBack: 'soon' };
}

function ownedBy({ kind, name }: { kind?: string; name?: string }): string {
  return ['owned by', shown(kind), shown(name)].filter((word) => word !== '').join(' ');
}
