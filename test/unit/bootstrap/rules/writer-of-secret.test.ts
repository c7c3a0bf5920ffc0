import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writerOf } from '../../../../src/lib/bootstrap/rules/writer-of-secret.js';
import type { ManagedFields } from '../../../../src/lib/k8s/objects.js';
import { anything } from './objects.js';

const key = 'KAFKA_BOOTSTRAP_SERVERS';
type Marks = Parameters<typeof writerOf>[0];
const writer = (marks: Partial<Marks>) =>
  writerOf({ labels: {}, annotations: {}, owners: [], managedFields: [], ...marks }, key);

test.each<[Partial<Marks>, string, string, string]>([
  [
    { labels: { 'reconcile.external-secrets.io/managed': 'true' } },
    ...(['External Secrets', 'label reconcile.external-secrets.io/managed', 'soon'] as const),
  ],
  [
    { annotations: { 'reconcile.external-secrets.io/data-hash': '51ad' } },
    ...(['External Secrets', 'annotation reconcile.external-secrets.io/data-hash', 'soon'] as const),
  ],
  [
    { owners: [{ kind: 'ExternalSecret', name: 'kafka' }] },
    'External Secrets',
    'owned by ExternalSecret kafka',
    'soon',
  ],
  [
    { annotations: { 'sealedsecrets.bitnami.com/managed': 'true' } },
    ...([
      'Sealed Secrets',
      'annotation sealedsecrets.bitnami.com/managed',
      'at its next deployment',
    ] as const),
  ],
  [
    { owners: [{ kind: 'SealedSecret', name: 'kafka', controller: true }] },
    ...(['Sealed Secrets', 'owned by SealedSecret kafka', 'at its next deployment'] as const),
  ],
  [
    { labels: { 'secrets-store.csi.k8s.io/managed': 'true' }, owners: [{ kind: 'ReplicaSet', name: 'x' }] },
    ...(['Secrets Store CSI Driver', 'label secrets-store.csi.k8s.io/managed', 'soon'] as const),
  ],
  [
    { labels: { 'app.kubernetes.io/managed-by': 'hashicorp-vso' } },
    ...(['Vault Secrets Operator', 'label app.kubernetes.io/managed-by', 'soon'] as const),
  ],
  [
    { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:/Secret:dev/kafka' } },
    ...(['Argo CD', 'annotation argocd.argoproj.io/tracking-id', 'soon'] as const),
  ],
  [
    { labels: { 'argocd.argoproj.io/instance': 'shop' } },
    'Argo CD',
    'label argocd.argoproj.io/instance',
    'soon',
  ],
  [
    { labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' } },
    'Flux',
    'label kustomize.toolkit.fluxcd.io/name',
    'soon',
  ],
  [
    {
      labels: { 'helm.toolkit.fluxcd.io/name': 'apps', 'app.kubernetes.io/managed-by': 'Helm' },
      annotations: { 'meta.helm.sh/release-name': 'apps' },
    },
    ...(['Flux', 'label helm.toolkit.fluxcd.io/name', 'at its next deployment'] as const),
  ],
  [
    { annotations: { 'meta.helm.sh/release-name': 'shop' } },
    ...(['Helm', 'annotation meta.helm.sh/release-name', 'at its next deployment'] as const),
  ],
  [
    { labels: { 'app.kubernetes.io/managed-by': 'Helm' } },
    ...(['Helm', 'label app.kubernetes.io/managed-by', 'at its next deployment'] as const),
  ],
  [
    { owners: [{ kind: 'KafkaUser', name: 'backend', controller: true }] },
    ...(['KafkaUser', 'owned by KafkaUser backend', 'soon'] as const),
  ],
])('%j', (marks, name, evidence, writesBack) => {
  expect(writer(marks)).toEqual({ name, evidence, writesBack });
});

test.each<[string, Partial<Marks>]>([
  ['nothing', {}],
  ['the label that charts set too', { labels: { 'app.kubernetes.io/instance': 'shop' } }],
  ['a tool of no known name', { labels: { 'app.kubernetes.io/managed-by': 'kim' } }],
  ['External Secrets that let go of it', { labels: { 'reconcile.external-secrets.io/managed': 'false' } }],
  [
    'a tracking id copied from another object',
    { annotations: { 'argocd.argoproj.io/tracking-id': 'shop:apps/Deployment:dev/backend' } },
  ],
  ['an owner that only has it deleted', { owners: [{ kind: 'ReplicaSet', name: 'x' }] }],
  [
    'Flux, told not to reconcile',
    {
      labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' },
      annotations: { 'kustomize.toolkit.fluxcd.io/reconcile': 'disabled' },
    },
  ],
  [
    'Flux, told to write it only once',
    {
      labels: { 'kustomize.toolkit.fluxcd.io/name': 'apps' },
      annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'IfNotPresent' },
    },
  ],
])('is not told by %s', (_, marks) => {
  expect(writer(marks)).toBeUndefined();
});

describe('by managed fields', () => {
  const managed = (manager: string, operation = 'Apply', field = `f:${key}`): ManagedFields => ({
    manager,
    operation,
    fieldsV1: { 'f:data': { '.': {}, [field]: {} }, 'f:type': {} },
  });
  const by = (...managedFields: ManagedFields[]) => writer({ managedFields });

  test.each([
    ['kustomize-controller', 'Flux', 'soon'],
    ['argocd-controller', 'Argo CD', 'soon'],
    ['helm-controller', 'Flux', 'at its next deployment'],
    ['helm', 'Helm', 'at its next deployment'],
    ['kubectl', 'kubectl', 'at its next deployment'],
    ['our-operator', 'our-operator', 'at its next deployment'],
    ['constructor', 'constructor', 'at its next deployment'],
  ])('%s applied the key', (manager, name, writesBack) => {
    const evidence = `field manager ${manager} applied this key`;
    expect(by(managed('kubectl-edit', 'Update'), managed(manager))).toEqual({ name, evidence, writesBack });
  });

  test('External Secrets, which updates', () => {
    expect(by(managed('externalsecrets.external-secrets.io/kafka', 'Update'))).toMatchObject({
      name: 'External Secrets',
      writesBack: 'soon',
    });
  });

  test('not who updated it, applied another key, or is exops', () => {
    expect(by(managed('kubectl-patch', 'Update'), managed('helm', 'Update'))).toBeUndefined();
    expect(by(managed('kustomize-controller', 'Apply', 'f:PASSWORD'))).toBeUndefined();
    expect(by(managed('exops'))).toBeUndefined();
  });
});

test('no secret is too malformed', () => {
  fc.assert(
    fc.property(
      anything,
      anything,
      anything,
      anything,
      fc.string(),
      (labels, annotations, owners, managedFields, any) => {
        const found = writerOf({ labels, annotations, owners, managedFields } as Marks, any);
        if (found !== undefined) expect(found.evidence).not.toBe('');
      },
    ),
  );
});
