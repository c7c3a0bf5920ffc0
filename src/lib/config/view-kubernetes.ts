import type { KubernetesGiven } from './kubernetes-given.js';
import { mask } from './secret.js';
import type { Setting } from './setting.js';

/** The settings that may hold references and are shown; what a person may not see is not asked for. */
export function viewedKubernetes(given: KubernetesGiven): readonly Setting[] {
  const { context, namespace, kubeconfig, clusterEndpoint, brokers, secrets } = given;
  const values = [...secrets.values()].flatMap((keys) => [...keys.values()]);
  const shown = values.filter(({ isShown }) => isShown).map(({ setting }) => setting);
  const settings = [context, namespace, kubeconfig, clusterEndpoint, ...shown];
  return [...settings.filter((setting) => setting !== undefined), ...(shown.length > 0 ? brokers : [])];
}

/** Where a setting is, and what is shown of it; the setting's own value when undefined. */
export type ViewedRow = readonly [
  path: string,
  setting: Setting<unknown> | undefined,
  value?: string | undefined,
];

interface Shows {
  readonly text: (setting: Setting) => string;
  readonly path: (setting: Setting) => string;
}

/** What `config view` says of Kubernetes. */
export function viewKubernetes(given: KubernetesGiven, { text, path }: Shows): readonly ViewedRow[] {
  const { context, namespace, kubeconfig, clusterEndpoint, bootstrap, bootstrapAt, secrets } = given;
  const named = bootstrap.map(({ secret, key }) => `${secret}/${key}`).join(', ');
  return [
    ['kubernetes.context', context, context && text(context)],
    ['kubernetes.namespace', namespace, namespace && text(namespace)],
    ['kubernetes.kubeconfig', kubeconfig, kubeconfig && path(kubeconfig)],
    ['kubernetes.clusterEndpoint', clusterEndpoint, clusterEndpoint && text(clusterEndpoint)],
    ['kubernetes.bootstrap', bootstrapAt, named],
    ...[...secrets].flatMap(([name, keys]) =>
      [...keys].map(
        ([key, { setting, isShown }]): ViewedRow => [
          `kubernetes.secrets.${name}.${key}`,
          setting,
          isShown ? text(setting) : mask,
        ],
      ),
    ),
  ];
}
