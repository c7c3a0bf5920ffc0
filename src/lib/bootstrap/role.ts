import type { Right } from '../k8s/kubernetes.js';

/** https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export interface Role {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'Role';
  readonly metadata: RoleMetadata;
  readonly rules: readonly RoleRule[];
}

export interface RoleBinding {
  readonly apiVersion: 'rbac.authorization.k8s.io/v1';
  readonly kind: 'RoleBinding';
  readonly metadata: RoleMetadata;
  readonly subjects: readonly RoleSubject[];
  readonly roleRef: { readonly apiGroup: string; readonly kind: 'Role'; readonly name: string };
}

interface RoleMetadata {
  readonly name: string;
  readonly namespace: string;
}

export interface RoleRule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  /** Only these objects; all of them when left out. */
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

export type RoleSubject =
  | { readonly kind: 'User' | 'Group'; readonly apiGroup: string; readonly name: string }
  | { readonly kind: 'ServiceAccount'; readonly namespace: string; readonly name: string };

const apiGroup = 'rbac.authorization.k8s.io';
const apiVersion = 'rbac.authorization.k8s.io/v1';

/** The Role's and the binding's own name. */
const roleName = 'exops';

/** The Role that gives these rights and no other, and its binding when somebody is to have it. */
export function roleOf(
  rights: readonly Right[],
  { namespace, subject }: { readonly namespace: string; readonly subject?: RoleSubject | undefined },
): readonly (Role | RoleBinding)[] {
  const metadata = { name: roleName, namespace };
  const role: Role = { apiVersion, kind: 'Role', metadata, rules: rulesOf(rights) };
  if (subject === undefined) return [role];
  const roleRef = { apiGroup, kind: 'Role', name: roleName } as const;
  return [role, { apiVersion, kind: 'RoleBinding', metadata, subjects: [subject], roleRef }];
}

/** As few rules as say the same: what one has of verbs, names and group with another stands together. */
export function rulesOf(rights: readonly Right[]): readonly RoleRule[] {
  const single = grouped(
    rights,
    ({ group, resource, name }) => [group, resource, name],
    (same) => ({ ...first(same), verbs: unique(same.map(({ verb }) => verb)) }),
  );
  const named = grouped(
    single,
    ({ group, resource, name, verbs }) => [group, resource, name !== undefined, verbs],
    (same) => ({ ...first(same), names: same.flatMap(({ name }) => name ?? []) }),
  );
  return grouped(
    named,
    ({ group, names, verbs }) => [group, names, verbs],
    (same): RoleRule => {
      const { group, names, verbs } = first(same);
      return {
        apiGroups: [group],
        resources: same.map(({ resource }) => resource),
        ...(names.length === 0 ? {} : { resourceNames: names }),
        verbs,
      };
    },
  );
}

/** One result for all items of one key, in the order in which the keys come first. */
function grouped<Item, Result>(
  items: readonly Item[],
  keyOf: (item: Item) => unknown,
  merge: (same: readonly Item[]) => Result,
): Result[] {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = JSON.stringify(keyOf(item));
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return [...groups.values()].map(merge);
}

function first<Item>(items: readonly Item[]): Item {
  const [item] = items;
  if (item === undefined) throw new TypeError('a group of none');
  return item;
}

function unique<Item>(items: readonly Item[]): Item[] {
  return [...new Set(items)];
}
