import { setTimeout as sleep } from 'node:timers/promises';
import { expect, onTestFinished } from 'vitest';
import { addToHistory, historyAnnotation } from '../../../src/lib/bootstrap/history.js';
import { noteChange } from '../../../src/lib/bootstrap/note-change.js';
import type { Kubernetes } from '../../../src/lib/k8s/kubernetes.js';
import { openKubernetes } from '../../../src/lib/k8s/open-kubernetes.js';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';

export const key = 'KAFKA_BOOTSTRAP_SERVERS';
export const fromSecret = { [key]: { secret: 'kafka', key } };

export async function freshNamespace(): Promise<LabNamespace> {
  const namespace = await (await sharedKubernetes()).namespace('status');
  onTestFinished(namespace.remove);
  return namespace;
}

/** What mustn't be seen of a secret, as it is and as the API has it. */
export const canary = 'canary-4711-do-not-show';

/** As people make it: by kubectl, with a password beside the servers. */
export async function createSecret(namespace: LabNamespace, servers: string): Promise<void> {
  const literals = [`--from-literal=${key}=${servers}`, `--from-literal=PASSWORD=${canary}`];
  await namespace.kubectl(['create', 'secret', 'generic', 'kafka', ...literals]);
}

/** As people change it: by kubectl. */
export async function patchByHand(namespace: LabNamespace, servers: string): Promise<void> {
  const patch = JSON.stringify({ stringData: { [key]: servers } });
  await namespace.kubectl(['patch', 'secret', 'kafka', '-p', patch]);
}

export function kubernetesOf(namespace: LabNamespace): Kubernetes {
  const kubernetes = openKubernetes({
    ...{ kubeconfig: namespace.kubeconfig, namespace: namespace.name, env: {}, home: '/nowhere' },
    timeoutMs: 10_000,
    clock: { now: Date.now, sleep: async (ms) => void (await sleep(ms)) },
    trace: () => undefined,
  });
  onTestFinished(() => kubernetes.close());
  return kubernetes;
}

/** As exops changes it: the value and the note in one patch. Returns what pods are stamped with. */
export async function patchWithNote(kubernetes: Kubernetes, servers: string): Promise<string> {
  const secret = await kubernetes.secrets.read('kafka');
  if (secret === undefined) throw new Error('There is no secret kafka.');
  const at = new Date().toISOString();
  const note = noteChange(secret, key, { at, by: 'kim', value: servers });
  const history = addToHistory(secret.annotations[historyAnnotation], key, note);
  await kubernetes.secrets.patch(secret, {
    data: { [key]: servers },
    annotations: { [historyAnnotation]: history },
  });
  return at;
}

/** The flags of a command line that go on where `status` has looked, without any file. */
export function placeOf({ kubeconfig, name }: LabNamespace): string {
  return `--kubeconfig ${kubeconfig} --context lab --namespace ${name}`;
}

/** Times have whole seconds: what comes after this is well after what came before. */
export async function someSeconds(): Promise<void> {
  await sleep(2_100);
}

/** Runs `k8s status`, and looks for the canary in all that it says. */
export async function status(
  namespace: LabNamespace,
  flags = '',
  options: RunOptions = {},
): Promise<RunResult> {
  const { kubeconfig, name } = namespace;
  const cwd = options.cwd ?? (await folderWith({}));
  const secret = options.cwd === undefined ? '--secret kafka' : '';
  const where = `--kubeconfig ${kubeconfig} --namespace ${name} ${secret}`;
  const result = await run(`k8s status ${where} ${flags}`, { ...options, cwd });
  const seen = `${result.stdout}${result.stderr}`;
  expect(seen).not.toContain(canary);
  expect(seen).not.toContain(Buffer.from(canary).toString('base64').slice(0, 16));
  return result;
}

/** The rows of a pipe by workload, without times. */
export function rowsOf({ stdout }: RunResult): Record<string, readonly string[]> {
  const lines = stdout.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const [workload = '', ...rest] = line.split('\t');
      return [workload, rest.map(withoutTimes)];
    }),
  );
}

/** What is said beside the table, without what a slow machine waits for, and without times. */
export function notesOf({ stderr }: RunResult): readonly string[] {
  const [, ...lines] = withoutTimes(stderr).trimEnd().split('\n');
  return lines.filter((line) => !line.startsWith('Reading '));
}

export function withoutTimes(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME');
}
