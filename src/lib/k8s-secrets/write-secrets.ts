import type { Kubernetes, WriteOptions } from '../k8s/kubernetes.js';
import type { SecretData, SecretsChange } from './model.js';

/** Sends one change; with `dryRun` the server goes through all of it and writes nothing. */
export async function writeChange(
  { namespaces, secrets }: Pick<Kubernetes, 'namespaces' | 'secrets'>,
  { name, work }: SecretsChange,
  options: WriteOptions,
): Promise<void> {
  if (work.step === 'namespace') await namespaces.create(options);
  else if (work.step === 'create')
    await secrets.create({ name, type: 'Opaque', data: textsOf(work.data) }, options);
  else await secrets.patch(work.identity, { data: textsOf(work.data) }, options);
}

function textsOf(data: SecretData): Readonly<Record<string, string>> {
  return Object.fromEntries([...data].map(([key, value]) => [key, value.reveal()]));
}
