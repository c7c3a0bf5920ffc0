import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../ports.js';
import { temporaryFolder } from '../temporary-folder.js';
import type { KubernetesAccess } from './access.js';
import { type KubernetesApi, openApi } from './api.js';
import { createAuthority, createClientCertificate } from './certificates.js';
import { type ControlPlane, controlPlane, createPlanePki } from './control-plane.js';
import { installKubernetes } from './install.js';
import { writeKubeconfig } from './kubeconfig.js';
import { startKwokNode } from './kwok.js';
import { joinKubernetes, type KubernetesLab } from './lab.js';
import { startNode } from './node/node.js';
import { startRollouts } from './rollouts.js';

export interface KubernetesOptions {
  /** With a second node, `kwok`, for pods in great numbers. */
  readonly kwok?: boolean;
  readonly timeoutMs?: number;
}

export interface StartedKubernetes extends KubernetesLab {
  /** The process groups of its parts. */
  pids(): readonly number[];
  /** Ends everything and removes the data. */
  stop(): Promise<void>;
}

const pollMs = 25;

/**
 * Starts a real Kubernetes control plane (API server with RBAC, controllers, etcd) and stand-ins for its nodes, and
 * resolves when it answers. The first time it is built, which takes some minutes.
 */
export async function startKubernetes(options: KubernetesOptions = {}): Promise<StartedKubernetes> {
  const { kwok = true, timeoutMs = 60_000 } = options;
  const binaries = await installKubernetes();
  const folder = await temporaryFolder();
  const [etcd = 0, peer = 0, api = 0] = await freePorts(3);
  const pkiFolder = join(folder.path, 'pki');
  await mkdir(pkiFolder);
  const ca = await createAuthority(pkiFolder);
  const pki = await createPlanePki(pkiFolder, ca);
  const admin = await createClientCertificate(pkiFolder, { user: 'admin', group: 'system:masters' }, ca);
  const server = `https://127.0.0.1:${api}`;
  const user = { 'client-certificate': admin.cert, 'client-key': admin.key };
  const kubeconfig = await writeKubeconfig(join(folder.path, 'admin.kubeconfig'), {
    server,
    ca: ca.cert,
    user,
    context: 'lab-admin',
  });
  const plane = controlPlane(binaries, { folder: folder.path, ports: { etcd, peer, api }, pki, kubeconfig });
  const client = await openApi({ server, ca: ca.cert, client: admin });
  const ends: (() => Promise<unknown>)[] = [folder.remove, () => plane.kill(), async () => client.close()];
  // The last that was started ends first.
  const stop = async (): Promise<void> => {
    for (const end of [...ends].reverse()) await end();
  };
  try {
    await plane.startServer();
    await untilReady(client, plane, Date.now() + timeoutMs);
    await plane.startControllers();
    ends.push((await startRollouts(client)).stop);
    const node = await startNode({ server, ca, client: admin, folder: pkiFolder });
    ends.push(node.stop);
    if (kwok) await startKwokNode(client, plane);
    const access: KubernetesAccess = { server, folder: folder.path, kubeconfig, kubectl: binaries.kubectl };
    return { ...(await joinKubernetes(access)), pids: plane.pids, stop };
  } catch (error) {
    const said = await plane.log();
    await stop();
    throw new Error(`The control plane didn't start: ${(error as Error).message}\n${said}`, { cause: error });
  }
}

async function untilReady(client: KubernetesApi, plane: ControlPlane, deadline: number): Promise<void> {
  for (;;) {
    const obstacle = await client.call('GET', '/readyz').then(() => undefined, String);
    if (obstacle === undefined) return;
    if (plane.hasEnded()) throw new Error('a part of it ended.');
    if (Date.now() > deadline) throw new Error(obstacle);
    await sleep(pollMs);
  }
}
