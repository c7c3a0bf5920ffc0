import { fileURLToPath } from 'node:url';
import { exopsCommand } from '../contenders/exops.js';
import type { Command } from '../timed-commands.js';
import { type Fleet, secretName } from './fleet.js';

/** Who sets the servers of a fleet, restarts what reads them, and waits for it. */
export interface RollContender {
  readonly contender: 'exops' | 'kubectl';
  readonly shown: string;
  command(fleet: Fleet, servers: string, kubeconfig: string): Command;
}

/** `max-parallel` is exops' own limit; kubectl has none, so where there are more workloads both are shown. */
const usualParallel = 10;

/** exops' own command first. */
export function rollContenders(kubectl: string, workloads: number): readonly RollContender[] {
  const all = exops('exops k8s patch-bootstrap, all at once', '--max-parallel', String(workloads));
  return [
    exops('exops k8s patch-bootstrap'),
    ...(workloads > usualParallel ? [all] : []),
    script('kubectl, one workload after the other', 'kubectl-in-sequence.sh', kubectl),
    script('kubectl, all at once', 'kubectl-in-parallel.sh', kubectl),
  ];
}

/** What exops is told to do; its context and namespace are the kubeconfig's, as kubectl's are. */
export function patchCommand(servers: string, kubeconfig: string, ...more: readonly string[]): Command {
  const what = ['k8s', 'patch-bootstrap', '--secret', secretName, '--servers', servers, '--no-probe'];
  return { ...exopsCommand(...what, ...more), env: { KUBECONFIG: kubeconfig } };
}

function exops(shown: string, ...more: readonly string[]): RollContender {
  return {
    contender: 'exops',
    shown,
    command: (_, servers, kubeconfig) => patchCommand(servers, kubeconfig, '--yes', ...more),
  };
}

function script(shown: string, file: string, kubectl: string): RollContender {
  const program = fileURLToPath(new URL(`peers/${file}`, import.meta.url));
  return {
    contender: 'kubectl',
    shown,
    command: ({ readers }, servers, kubeconfig) => ({
      argv: [program, secretName, servers, ...readers],
      env: { KUBECTL: kubectl, KUBECONFIG: kubeconfig },
    }),
  };
}
