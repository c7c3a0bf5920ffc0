import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import type { Kubernetes } from '../../../src/lib/k8s/kubernetes.js';
import { type KubernetesSettings, openKubernetes } from '../../../src/lib/k8s/open-kubernetes.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';

/** A namespace that goes with the test. */
export async function ownNamespace(): Promise<LabNamespace> {
  const namespace = await (await sharedKubernetes()).namespace('adapter');
  onTestFinished(namespace.remove);
  return namespace;
}

export interface OpenedKubernetes {
  readonly kubernetes: Kubernetes;
  /** What was told while working: a line for each request. */
  readonly events: readonly string[];
}

/** Kubernetes as exops has it, by this kubeconfig; it is closed with the test. */
export function opened(kubeconfig: string, settings: Partial<KubernetesSettings> = {}): OpenedKubernetes {
  const events: string[] = [];
  const kubernetes = openKubernetes({
    kubeconfig,
    namespace: undefined,
    env: { PATH: process.env['PATH'] },
    home: '/nowhere',
    timeoutMs: 20_000,
    clock: { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { ...(signal && { signal }) }) },
    trace: (event) => events.push(event.replace(/ \(\d+ ms\)$/, '')),
    ...settings,
  });
  onTestFinished(() => kubernetes.close());
  return { kubernetes, events };
}

/** What this work fails with. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('It went through.');
}

/** All items of the pages. */
export async function flat<Item>(pages: AsyncIterable<readonly Item[]>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...page);
  return items;
}
