import { inject } from 'vitest';
import type { KubernetesAccess } from './access.js';
import { joinKubernetes, type KubernetesLab } from './lab.js';
import { demand } from './on-demand.js';

/** The Kubernetes that all tests of a run share, with both nodes. The first test that asks has it started: 3 s, 600 MB. */
export async function sharedKubernetes(): Promise<KubernetesLab> {
  return joinKubernetes(await demand<KubernetesAccess>(inject('kubernetes')));
}
