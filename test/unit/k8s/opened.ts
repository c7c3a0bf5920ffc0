import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/context.js';
import type { Kubernetes } from '../../../src/lib/k8s/kubernetes.js';
import { type KubernetesSettings, openKubernetes } from '../../../src/lib/k8s/open-kubernetes.js';
import { temporaryFolder } from '../../lab/temporary-folder.js';

export interface Opened {
  readonly kubernetes: Kubernetes;
  /** What was told while working. */
  readonly events: readonly string[];
  /** The pauses that were made, in milliseconds. */
  readonly pauses: readonly number[];
}

/** A kubeconfig of one context `dev`, whose namespace is `exchange-dev`. */
export function kubeconfigText(
  server: string,
  user: object = { token: 'let-me-in' },
  cluster: object = {},
): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'bench', cluster: { server, ...cluster } }],
    users: [{ name: 'kim', user }],
    contexts: [{ name: 'dev', context: { cluster: 'bench', user: 'kim', namespace: 'exchange-dev' } }],
    'current-context': 'dev',
  });
}

/** A folder that goes with the test. */
export async function folder(): Promise<string> {
  const made = await temporaryFolder();
  onTestFinished(() => made.remove());
  return made.path;
}

/** Writes a kubeconfig and opens it. Pauses take no time, but the clock counts them. */
export async function open(kubeconfig: string, settings: Partial<KubernetesSettings> = {}): Promise<Opened> {
  const path = join(await folder(), 'kubeconfig');
  writeFileSync(path, kubeconfig);
  const events: string[] = [];
  const { clock, pauses } = patientClock();
  const kubernetes = openKubernetes({
    kubeconfig: path,
    namespace: undefined,
    env: { PATH: process.env['PATH'] },
    home: '/nowhere',
    timeoutMs: 10_000,
    trace: (event) => events.push(event),
    clock,
    ...settings,
  });
  onTestFinished(() => kubernetes.close());
  return { kubernetes, events, pauses };
}

function patientClock(): { readonly clock: Clock; readonly pauses: readonly number[] } {
  const pauses: number[] = [];
  let passed = 0;
  const clock: Clock = {
    now: () => Date.now() + passed,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      pauses.push(ms);
      passed += ms;
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  return { clock, pauses };
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

/** All that an error could show to somebody. */
export function shown(error: Error): string {
  const { hint } = error as { hint?: string };
  const cause = error.cause instanceof Error ? `${error.cause.message}${error.cause.stack}` : '';
  return `${error.message}\n${hint}\n${error.stack}\n${JSON.stringify(error)}\n${cause}`;
}
