import { fileURLToPath } from 'node:url';
import type { KubernetesApi } from './api.js';
import type { ControlPlane } from './control-plane.js';
import { registerNode } from './node/node.js';

const stages = fileURLToPath(new URL('stages.yaml', import.meta.url));

/** A node of KWOK's, which plays pods in great numbers but never looks into their secrets; `stages.yaml` says how. */
export async function startKwokNode(api: KubernetesApi, plane: ControlPlane): Promise<void> {
  await registerNode(api, 'kwok', 0, { 'kwok.x-k8s.io/node': 'fake' });
  await plane.startKwok(stages);
}
