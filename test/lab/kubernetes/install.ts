import { createHash } from 'node:crypto';
import { copyFile, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cachedFolder } from '../cached-folder.js';
import { runCommand } from '../run-command.js';
import { temporaryFolder } from '../temporary-folder.js';
import { requireGo } from './go.js';
import { withLock } from './lock.js';

/** Also in `binaries/go.mod`. */
export const kubernetesVersion = '1.36.1';

/** Paths. */
export interface KubernetesBinaries {
  readonly apiserver: string;
  readonly controllerManager: string;
  readonly etcd: string;
  readonly kwok: string;
  readonly kubectl: string;
}

const module = new URL('binaries/', import.meta.url);
const versions = 'k8s.io/component-base/version';
const [major = '', minor = ''] = kubernetesVersion.split('.');
const linkerFlags = [
  '-s -w',
  `-X ${versions}.gitVersion=v${kubernetesVersion} -X ${versions}.gitMajor=${major} -X ${versions}.gitMinor=${minor}`,
  '-X sigs.k8s.io/kwok/pkg/consts.Version=v0.8.0',
].join(' ');

/**
 * The programs of a Kubernetes control plane: from the lab's cache, or built into it, which takes some minutes, 2 GB of
 * memory and, while it runs, 3 GB of disk. Go is fetched first where there is none.
 */
export async function installKubernetes(): Promise<KubernetesBinaries> {
  const graph = await Promise.all(
    ['go.mod', 'go.sum'].map((file) => readFile(new URL(file, module), 'utf8')),
  );
  const recipe = JSON.stringify([graph, linkerFlags, process.platform, process.arch]);
  const hash = createHash('sha256').update(recipe).digest('hex').slice(0, 12);
  const name = `kubernetes-${kubernetesVersion}-${hash}`;
  // Two builds at once would take the machine's memory, so the second waits and finds it done.
  const folder = await withLock(fileURLToPath(new URL('go.mod', module)), () => cachedFolder(name, build));
  return {
    apiserver: join(folder, 'kube-apiserver'),
    controllerManager: join(folder, 'kube-controller-manager'),
    etcd: join(folder, 'etcd'),
    kwok: join(folder, 'kwok'),
    kubectl: join(folder, 'kubectl'),
  };
}

async function build(folder: string): Promise<void> {
  console.error(`kubernetes: building the ${kubernetesVersion} control plane, some minutes, once`);
  const go = await requireGo();
  const scratch = await temporaryFolder();
  try {
    // A copy, as Go may write to the module's files.
    for (const file of ['go.mod', 'go.sum']) await copyFile(new URL(file, module), join(scratch.path, file));
    const flags = ['-trimpath', '-buildvcs=false', '-mod=readonly', '-modcacherw', '-ldflags', linkerFlags];
    await runCommand(go, ['build', ...flags, '-o', `${folder}/`, 'tool'], {
      cwd: scratch.path,
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '', GOTOOLCHAIN: 'local', ...caches(scratch.path) },
    });
  } finally {
    await scratch.remove();
  }
  await rename(join(folder, 'server'), join(folder, 'etcd'));
}

// What the build leaves in Go's caches is ten times what it is for, so they go with it unless somebody chose them.
function caches(folder: string): NodeJS.ProcessEnv {
  const { GOMODCACHE, GOCACHE } = process.env;
  return {
    GOMODCACHE: GOMODCACHE ?? join(folder, 'modules'),
    GOCACHE: GOCACHE ?? join(folder, 'objects'),
  };
}
