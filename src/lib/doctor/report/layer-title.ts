import type { Layer } from '../model.js';

const spelled: Partial<Record<Layer, string>> = {
  ssh: 'SSH',
  dns: 'DNS',
  tcp: 'TCP',
  tls: 'TLS',
  kubernetes: 'Kubernetes',
};

/** A layer as people write it. */
export function layerTitle(layer: Layer): string {
  return spelled[layer] ?? layer;
}
