import { expect } from 'vitest';
import { Secret } from '../../../src/lib/config/secret.js';
import { ConflictError, GoneError } from '../../../src/lib/k8s/errors.js';
import type {
  Kubernetes,
  KubernetesSecret,
  SecretChange,
  WriteOptions,
} from '../../../src/lib/k8s/kubernetes.js';
import type { WantedSecrets } from '../../../src/lib/k8s-secrets/model.js';

export interface Stored extends Partial<Omit<KubernetesSecret, 'keys' | 'text'>> {
  readonly data?: Readonly<Record<string, string>>;
}

export function secretOf(name: string, { data = {}, ...rest }: Stored = {}): KubernetesSecret {
  return {
    ...{ name, uid: `uid of ${name}`, resourceVersion: '1', type: 'Opaque', immutable: false },
    ...{ labels: {}, annotations: {}, owners: [], managedFields: [] },
    ...rest,
    keys: Object.keys(data),
    text: (key) => (Object.hasOwn(data, key) ? data[key] : undefined),
  };
}

export function wantedOf(
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
  flags: Partial<WantedSecrets> = {},
): WantedSecrets {
  const entries = Object.entries(secrets).map(([name, data]) => {
    const values = Object.entries(data).map(([key, value]) => [key, new Secret(value)] as const);
    return [name, new Map(values)] as const;
  });
  const none = { namespace: 'exchange-dev', createNamespace: false, ignoreOwner: false };
  const nothing = { bootstrap: [], by: 'kim' };
  const commands = { statusCommand: 'exops k8s status --env dev', roleCommand: 'exops k8s rbac --env dev' };
  return { ...none, ...nothing, ...commands, secrets: new Map(entries), ...flags };
}

export interface Call {
  readonly verb: string;
  readonly name: string;
  readonly dryRun: boolean;
}

interface World {
  readonly secrets?: Readonly<Record<string, Stored>>;
  /** Undefined for a user who may not look. */
  readonly namespaceExists?: boolean | undefined;
  /** Called before every request; what it throws is the answer. */
  readonly before?: (call: Call, store: Map<string, Stored>) => void;
  /** The same, after a write was carried out. */
  readonly after?: (call: Call, store: Map<string, Stored>) => void;
}

/** An API server that keeps one namespace's secrets in memory, under the locks of a real one. */
export function worldOf(world: World = {}) {
  const store = new Map(Object.entries(world.secrets ?? {}));
  const calls: Call[] = [];
  let exists = 'namespaceExists' in world ? world.namespaceExists : true;
  let version = 100;
  const called = (verb: string, name: string, { dryRun = false }: WriteOptions = {}): Call => {
    const call = { verb, name, dryRun };
    calls.push(call);
    world.before?.(call, store);
    return call;
  };
  const write = (call: Call, change: SecretChange): KubernetesSecret => {
    const stored = store.get(call.name);
    const data: Record<string, string> = { ...stored?.data };
    for (const [key, value] of Object.entries(change.data ?? {})) {
      if (value === null) expect.unreachable('nothing is removed');
      else data[key] = value;
    }
    version += 1;
    const annotations = { ...stored?.annotations };
    for (const [name, text] of Object.entries(change.annotations ?? {}))
      if (text !== null) annotations[name] = text;
    const next = { ...stored, data, annotations, resourceVersion: String(version) };
    if (!call.dryRun) store.set(call.name, next);
    world.after?.(call, store);
    return secretOf(call.name, next);
  };
  const unexpected = () => expect.unreachable('an unexpected request');
  const kubernetes: Kubernetes = {
    ...{ context: 'exchange-dev', server: 'https://e.example', namespace: 'exchange-dev' },
    serverNow: () => 0,
    secrets: {
      read: async (name) => {
        called('read', name);
        const stored = store.get(name);
        return stored === undefined ? undefined : secretOf(name, stored);
      },
      patch: async (identity, change, options) => {
        const call = called('patch', identity.name, options);
        const stored = store.get(identity.name);
        if (stored === undefined) throw new GoneError('gone');
        const { uid, resourceVersion } = secretOf(identity.name, stored);
        if (uid !== identity.uid || resourceVersion !== identity.resourceVersion)
          throw new ConflictError('somebody else wrote');
        return write(call, change);
      },
      create: async ({ name, type, ...change }, options) => {
        const call = called('create', name, options);
        expect(type).toBe('Opaque');
        if (store.has(name)) throw new ConflictError('it exists');
        return write(call, change);
      },
    },
    namespaces: {
      exists: async () => {
        called('look', 'namespace');
        return exists;
      },
      create: async (options) => {
        const call = called('create', 'namespace', options);
        if (!call.dryRun) exists = true;
      },
    },
    workloads: {
      pages: unexpected,
      unrestartable: unexpected,
      read: unexpected,
      setRestartedAt: unexpected,
      setReplicas: unexpected,
      follow: unexpected,
    },
    pods: { of: unexpected, delete: unexpected, lastLines: unexpected },
    refusedRights: unexpected,
    budgets: unexpected,
    nodes: unexpected,
    close: () => {},
  };
  return { kubernetes, store, calls };
}
