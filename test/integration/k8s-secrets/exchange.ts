import { expect, onTestFinished } from 'vitest';
import type { LabNamespace } from '../../lab/kubernetes/namespace.js';
import { sharedKubernetes } from '../../lab/kubernetes/shared.js';
import { folderWith, type RunOptions, type RunResult, run } from '../../run.js';
import { allText, stateFolder } from '../state-folder.js';

/** What no output, error, record or request line may show, neither as it is nor encoded. */
export const canary = 'Zq7-canary-Kf3';

export interface Exchange {
  readonly namespace: LabNamespace;
  /** Runs a command line as the admin, or whoever a kubeconfig says; whatever it shows is searched for the canary. */
  exops(line: string, options?: RunOptions & { readonly kubeconfig?: string }): Promise<RunResult>;
  secret(name: string, data: Readonly<Record<string, string>>, more?: object): Promise<void>;
  /** A secret's keys with their values as text, by kubectl; undefined when there is none. */
  dataOf(name: string): Promise<Readonly<Record<string, string>> | undefined>;
}

/** A namespace, and a folder with an `exops.yaml` whose environment `dev` has these secrets. */
export async function exchangeWith(
  secrets: Readonly<Record<string, Readonly<Record<string, string>>>>,
  kubernetes: Readonly<Record<string, unknown>> = {},
): Promise<Exchange> {
  const namespace = await (await sharedKubernetes()).namespace('sync-secrets');
  onTestFinished(() => namespace.remove());
  const dev = {
    cluster: { brokers: ['10.0.11.8:9092', '10.0.11.9:9092'] },
    kubernetes: { context: 'lab', namespace: namespace.name, ...kubernetes, secrets },
  };
  const cwd = await folderWith({ 'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }) });
  return {
    namespace,
    async exops(line, { kubeconfig = namespace.kubeconfig, env, ...options } = {}) {
      const state = await stateFolder();
      const variables = { KUBECONFIG: kubeconfig, EXOPS_STATE_DIR: state, PASSWORD: `${canary}-1`, ...env };
      const result = await run(line, { cwd, ...options, env: variables });
      searchForCanary([result.stdout, result.stderr, result.screen, await allText(state)].join('\n'));
      return result;
    },
    async secret(name, data, more = {}) {
      await namespace.apply({
        ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData: data },
        ...more,
      });
    },
    async dataOf(name) {
      const found = await namespace.kubectl(['get', 'secret', name, '-o', 'json', '--ignore-not-found']);
      if (found === '') return undefined;
      const { data } = JSON.parse(found) as { data: Readonly<Record<string, string>> };
      return Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
      );
    },
  };
}

function searchForCanary(shown: string): void {
  expect(shown).not.toContain(canary);
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.from(canary.slice(offset)).toString('base64').slice(0, 12);
    expect(shown).not.toContain(encoded);
  }
}
