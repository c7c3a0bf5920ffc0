import type { EnvironmentSettings } from '../config/environment-settings.js';
import { settingsOfNamedHosts } from '../config/host-references.js';
import { hostChain, referringHostSettings } from '../config/hosts-of.js';
import { kubernetesWanted, referringKubernetes } from '../config/kubernetes-settings.js';
import { referringSettings } from '../config/load-environment.js';
import { settingsOfMsk } from '../config/msk-given.js';
import { type Reference, referencesIn } from '../config/reference-syntax.js';
import type { Setting } from '../config/setting.js';
import { referringSleepSettings } from '../config/sleep-given.js';
import { viewedKubernetes } from '../config/view-kubernetes.js';
import type { Part } from './needs.js';

/** The references that are resolved for these parts; what a flag or a variable says has none. */
export function referencesOf(parts: readonly Part[], settings: EnvironmentSettings): readonly Reference[] {
  const named = parts.flatMap((part) => settingsOf[part](settings));
  const all = new Set([
    ...named,
    ...settingsOfNamedHosts(named, settings.hosts),
    ...settingsOfMsk(named, settings.msk),
  ]);
  const inFile = [...all].filter(({ origin }) => origin.kind === 'file');
  return inFile.flatMap(({ value }) => referencesIn(value));
}

const settingsOf: Readonly<Record<Part, (settings: EnvironmentSettings) => readonly Setting[]>> = {
  hosts: ({ hosts }) => [...hosts.values()].flatMap(referringHostSettings),
  'way to brokers': ({ hosts, cluster }) =>
    cluster?.via === undefined ? [] : hostChain(hosts, cluster.via.value).flatMap(referringHostSettings),
  brokers: ({ cluster }) => cluster?.brokers ?? [],
  cluster: ({ cluster }) => referringSettings({ cluster, topics: [] }),
  topics: ({ topics }) => topics,
  'kubernetes namespace': ({ kubernetes }) =>
    referringKubernetes(kubernetesWanted(kubernetes, { kind: 'kubernetes', offline: true })),
  kubernetes: ({ kubernetes }) => referringKubernetes(kubernetesWanted(kubernetes, { kind: 'kubernetes' })),
  secrets: ({ kubernetes }) =>
    referringKubernetes(kubernetesWanted(kubernetes, { kind: 'kubernetes', withSecrets: true })),
  sleep: ({ sleep }) => sleep.flatMap(referringSleepSettings),
  shown: (settings) =>
    [
      ...referringSettings(settings),
      ...settingsOf.hosts(settings),
      ...viewedKubernetes(settings.kubernetes),
      ...settingsOf.sleep(settings),
    ].filter((setting) => setting !== settings.cluster?.auth.password),
};
