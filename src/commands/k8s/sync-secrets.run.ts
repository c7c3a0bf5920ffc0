import type { Context } from '../../context.js';
import { runChange } from '../../lib/change/run-change.js';
import { choosingSecrets } from '../../lib/config/kubernetes-settings.js';
import type { Secret } from '../../lib/config/secret.js';
import type { ExitCode } from '../../lib/errors.js';
import { secretsCapability } from '../../lib/k8s-secrets/secrets-capability.js';
import { countOf } from '../../lib/terminal/plural.js';
import { changeScene } from '../change-scene.js';
import { openEnvironment } from '../open-environment.js';
import { reachKubernetes } from '../reach-kubernetes.js';
import { commandOfSameSecrets } from './same-secrets.js';
import type { SyncSecretsOptions } from './sync-secrets.js';

export async function syncSecrets(
  context: Context,
  options: SyncSecretsOptions & { readonly names: readonly string[] },
): Promise<ExitCode> {
  const opened = await openEnvironment(context, options, {
    kind: 'kubernetes',
    withSecrets: choosingSecrets(options.names),
  });
  const { environment } = opened;
  const secrets = environment.kubernetes?.secrets ?? new Map<string, ReadonlyMap<string, Secret>>();
  const reached = await reachKubernetes(context, opened, options);
  const { kubernetes, target, place, roleCommand, close } = reached;
  try {
    return await runChange({
      capability: secretsCapability(kubernetes, {
        secrets,
        createNamespace: options.createNamespace === true,
        ignoreOwner: options.ignoreOwner === true,
        bootstrap: environment.kubernetes?.bootstrap ?? [],
        by: context.user,
        statusCommand: commandOfSameSecrets('exops k8s status', options, environment, kubernetes),
        roleCommand,
      }),
      ...changeScene(context, options),
      command: 'k8s sync-secrets',
      target,
      place,
      isProtected: environment.protected,
      observing: `Reading ${countOf(secrets.size, 'secret')}`,
    });
  } finally {
    close();
  }
}
