import { Command, Option } from 'commander';
import { collect, commonFlags, examples, type KubernetesOptions, kubernetesPlaceFlags } from '../flags.js';
import type { Start } from '../start.js';

export interface RbacOptions extends KubernetesOptions {
  readonly secret?: readonly string[];
  readonly user?: string;
  readonly group?: string;
  /** `namespace/name` */
  readonly serviceAccount?: string;
  readonly output: 'yaml' | 'json';
}

export function k8sRbac(start: Start): Command {
  const command = new Command('rbac')
    .description('print the Role with the rights that exops needs, and no other; reaches nothing')
    .option('--secret <name>', 'instead of those of exops.yaml; may be repeated', collect)
    .addOption(new Option('--user <name>', 'bind it to this user').conflicts(['group', 'serviceAccount']))
    .addOption(new Option('--group <name>', 'bind it to this group').conflicts(['user', 'serviceAccount']))
    .addOption(
      new Option('--service-account <ns/name>', 'bind it to this service account').conflicts([
        'user',
        'group',
      ]),
    )
    .option('--context <name>', 'as the other commands have it; not used here, as nothing is reached')
    .option('--kubeconfig <file>', 'the same; not used here')
    .action((options: RbacOptions) =>
      start(options, async (context) => {
        const { printRole } = await import('./rbac.run.js');
        return printRole(context, options);
      }),
    );
  examples(command, [
    ['exops k8s rbac', "for the environment's namespace and secrets"],
    ['exops k8s rbac --namespace dev --secret orders', 'without any exops.yaml'],
    ['exops k8s rbac --group developers | kubectl apply -f -', 'with a binding, applied by an admin'],
  ]);
  const output = new Option('-o, --output <format>', 'how to print')
    .choices(['yaml', 'json'])
    .default('yaml');
  return commonFlags(kubernetesPlaceFlags(command).addOption(output));
}
