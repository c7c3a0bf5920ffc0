import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../run-command.js';
import { type SupervisedProcess, supervise } from '../supervised-process.js';
import { type Certificate, createServerCertificate } from './certificates.js';
import type { KubernetesBinaries } from './install.js';

/** Whom service accounts' tokens are from. */
export const tokenIssuer = 'https://kubernetes.default.svc';

/** Paths. */
export interface PlanePki {
  readonly ca: Certificate;
  readonly server: Certificate;
  /** What service accounts' tokens are signed with. */
  readonly tokens: { readonly key: string; readonly publicKey: string };
}

export interface PlaneSettings {
  readonly folder: string;
  readonly ports: { readonly etcd: number; readonly peer: number; readonly api: number };
  readonly pki: PlanePki;
  /** Path of the admin's. */
  readonly kubeconfig: string;
}

/** The processes of a control plane. */
export interface ControlPlane {
  startServer(): Promise<void>;
  /** They need a server that answers. */
  startControllers(): Promise<void>;
  startKwok(configuration: string): Promise<void>;
  pids(): readonly number[];
  hasEnded(): boolean;
  /** The ends of all their logs. */
  log(): Promise<string>;
  kill(): Promise<void>;
}

const controllers = [
  ...['deployment', 'replicaset', 'statefulset', 'daemonset', 'cronjob', 'job', 'disruption'],
  ...['garbage-collector', 'namespace'],
].map((name) => `${name}-controller`);

export async function createPlanePki(folder: string, ca: Certificate): Promise<PlanePki> {
  const tokens = { key: join(folder, 'tokens.key'), publicKey: join(folder, 'tokens.pub') };
  const server = await createServerCertificate(folder, 'apiserver', ca);
  const curve = ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:prime256v1'];
  await runCommand('openssl', ['genpkey', ...curve, '-out', tokens.key]);
  await runCommand('openssl', ['pkey', '-in', tokens.key, '-pubout', '-out', tokens.publicKey]);
  return { ca, server, tokens };
}

export function controlPlane(binaries: KubernetesBinaries, settings: PlaneSettings): ControlPlane {
  const { folder, kubeconfig } = settings;
  const logs = join(folder, 'log');
  const processes: SupervisedProcess[] = [];
  const start = async (name: string, command: readonly string[]): Promise<void> => {
    await mkdir(logs, { recursive: true });
    const output = await open(join(logs, `${name}.log`), 'a');
    processes.push(supervise(command, { cwd: folder, stdio: ['ignore', output.fd, output.fd] }));
    await output.close();
  };
  return {
    async startServer() {
      await start('etcd', [binaries.etcd, ...etcdFlags(settings)]);
      await start('apiserver', [binaries.apiserver, ...serverFlags(settings)]);
    },
    startControllers: () =>
      start('controllers', [
        binaries.controllerManager,
        ...['--kubeconfig', kubeconfig, '--controllers', controllers.join(',')],
        ...['--leader-elect=false', '--secure-port=0', '--use-service-account-credentials=false'],
        // Its own limits are for clusters that have other things to do.
        ...['--kube-api-qps=1000', '--kube-api-burst=2000'],
      ]),
    startKwok: (configuration) =>
      start('kwok', [
        binaries.kwok,
        ...['--kubeconfig', kubeconfig, '--config', configuration, '--server-address', ''],
        ...['--manage-all-nodes=false', '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake'],
      ]),
    pids: () => processes.map(({ pid }) => pid),
    hasEnded: () => processes.some((process) => process.hasExited()),
    async log() {
      const files = await readdir(logs).catch(() => []);
      const texts = files.map(
        async (file) => `${file}:\n${(await readFile(join(logs, file), 'utf8')).slice(-2_000)}`,
      );
      return (await Promise.all(texts)).join('\n');
    },
    async kill() {
      await Promise.all(processes.map((process) => process.kill()));
    },
  };
}

function etcdFlags({ folder, ports }: PlaneSettings): readonly string[] {
  const [clients, peers] = [ports.etcd, ports.peer].map((port) => `http://127.0.0.1:${port}`);
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    ...[`--listen-client-urls=${clients}`, `--advertise-client-urls=${clients}`],
    ...[`--listen-peer-urls=${peers}`, `--initial-advertise-peer-urls=${peers}`],
    ...[`--initial-cluster=default=${peers}`, '--unsafe-no-fsync', '--log-level=warn'],
  ];
}

function serverFlags({ ports, pki }: PlaneSettings): readonly string[] {
  return [
    ...[`--etcd-servers=http://127.0.0.1:${ports.etcd}`, '--bind-address=127.0.0.1'],
    ...[`--secure-port=${ports.api}`, `--client-ca-file=${pki.ca.cert}`, '--authorization-mode=RBAC'],
    ...[`--tls-cert-file=${pki.server.cert}`, `--tls-private-key-file=${pki.server.key}`],
    ...[`--service-account-issuer=${tokenIssuer}`, `--service-account-key-file=${pki.tokens.publicKey}`],
    `--service-account-signing-key-file=${pki.tokens.key}`,
    // Pods need no service account then, and nodes no controller that takes the taint of the new away.
    '--disable-admission-plugins=ServiceAccount,TaintNodesByCondition',
    // There is no network whose addresses must be kept up.
    '--endpoint-reconciler-type=none',
    ...['--service-cluster-ip-range=10.0.0.0/24', '--kubelet-preferred-address-types=InternalIP'],
  ];
}
