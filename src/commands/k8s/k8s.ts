import { Command } from 'commander';
import type { Start } from '../start.js';
import { k8sPatchBootstrap } from './patch-bootstrap.js';
import { k8sRbac } from './rbac.js';
import { k8sStatus } from './status.js';
import { k8sSyncSecrets } from './sync-secrets.js';

export function k8s(start: Start): Command {
  const command = new Command('k8s')
    .helpCommand(false)
    .description('applications on Kubernetes: their secrets, restarts and rights');
  for (const verb of [k8sPatchBootstrap, k8sStatus, k8sSyncSecrets, k8sRbac]) command.addCommand(verb(start));
  return command;
}
