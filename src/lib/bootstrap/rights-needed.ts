import type { Right } from '../k8s/kubernetes.js';

/** A right that exops asks for, and what is lost without it where it can do without. */
export type NeededRight = Right &
  (
    | { readonly optional?: never }
    | {
        readonly optional: true;
        /** What doesn't happen without it: a clause. */
        readonly without: string;
      }
  );

/** One line of rights: every verb on every resource. */
interface Grant {
  readonly group: Right['group'];
  readonly resources: readonly string[];
  readonly verbs: readonly Right['verb'][];
  readonly without?: string;
}

const workloadVerbs = ['get', 'list', 'patch'] as const;

/** In the order in which a person would look for them. */
const grants: readonly Grant[] = [
  { group: 'apps', resources: ['deployments', 'statefulsets', 'daemonsets'], verbs: workloadVerbs },
  {
    group: 'apps',
    resources: ['deployments', 'statefulsets', 'daemonsets'],
    verbs: ['watch'],
    without: 'rollouts are looked at once a second instead',
  },
  {
    group: 'argoproj.io',
    resources: ['rollouts'],
    verbs: [...workloadVerbs, 'watch'],
    without: 'Argo Rollouts are not found and not restarted',
  },
  { group: '', resources: ['pods'], verbs: ['list'] },
  {
    group: '',
    resources: ['pods/log'],
    verbs: ['get'],
    without: 'the last lines of a container that fails are not shown',
  },
  {
    group: '',
    resources: ['pods'],
    verbs: ['delete'],
    without: 'pods of a StatefulSet that got stuck are left to be deleted by hand',
  },
  {
    group: 'policy',
    resources: ['poddisruptionbudgets'],
    verbs: ['list'],
    without: 'budgets that keep pods from being moved are not seen beforehand',
  },
  {
    group: 'apps',
    resources: ['replicasets'],
    verbs: ['list'],
    without: 'ReplicaSets of their own that use a secret are not named',
  },
  {
    group: 'batch',
    resources: ['jobs', 'cronjobs'],
    verbs: ['list'],
    without: 'Jobs and CronJobs that use a secret are not named',
  },
];

/**
 * All that exops may ask of a namespace's API for these secrets: its Role, and what a run looks at beforehand.
 * @param names may have one twice
 * @param creates whether secrets are made that aren't there
 */
export function rightsNeeded(
  names: readonly string[],
  { creates = false }: { readonly creates?: boolean } = {},
): readonly NeededRight[] {
  const ofSecrets = [...new Set(names)].flatMap((name) =>
    (['get', 'patch'] as const).map((verb): NeededRight => ({ verb, group: '', resource: 'secrets', name })),
  );
  const create: NeededRight = {
    ...{ verb: 'create', group: '', resource: 'secrets', optional: true },
    without: "secrets that aren't there yet are not made",
  };
  return [...ofSecrets, ...(creates ? [create] : []), ...grants.flatMap(rightsOf)];
}

/** What is asked for beforehand: only lists that are read at once show by themselves whether they may be read. */
export function rightsAskedFirst(names: readonly string[]): readonly Right[] {
  return rightsNeeded(names).filter(
    ({ verb, group, resource }) =>
      verb === 'patch' || verb === 'delete' || resource === 'pods' || (verb === 'get' && group !== ''),
  );
}

function rightsOf({ group, resources, verbs, without }: Grant): readonly NeededRight[] {
  return resources.flatMap((resource) =>
    verbs.map((verb): NeededRight => {
      const right = { verb, group, resource };
      return without === undefined ? right : { ...right, optional: true, without };
    }),
  );
}
