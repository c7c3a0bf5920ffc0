import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startConfiguredHost } from './configured-host.js';
import { startBroker } from './kafka/broker.js';
import { startCluster } from './kafka/cluster.js';
import { users } from './kafka/listeners.js';
import { startMsk } from './kafka/msk.js';
import { opsArn } from './kafka/msk-iam-keys.js';
import { startExchange } from './kubernetes/exchange.js';
import { temporaryFolder } from './temporary-folder.js';

interface Part {
  /** How to reach it: a line each. */
  readonly access: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

const usage = 'Usage: npm run lab [-- --secure | --msk | --cluster | --host | --kubernetes]';

/**
 * Starts the lab's parts, says how to reach them, and stops them on Ctrl-C or when whoever started this process
 * is gone. Returns the exit code.
 */
export async function runLab(args: readonly string[]): Promise<number> {
  const parent = process.ppid;
  const start = choosePart(args);
  if (start === undefined) {
    console.error(usage);
    return 2;
  }
  console.error('kafka: starting (the first time it is fetched, which takes a minute)');
  const began = performance.now();
  const part = await start();
  console.error(`kafka: ready after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  for (const [name, value] of Object.entries(part.access)) console.log(`${name.padEnd(22)} ${value}`);
  const [address = ''] = (part.access['bootstrap'] ?? '').split(' ');
  console.error(`Try: node bin/exops.js topics list --brokers ${address}     Ctrl-C stops it.`);
  await interruption(parent);
  console.error('\nkafka: stopping');
  await part.stop();
  console.error('kafka: stopped, its data is removed');
  return 0;
}

function choosePart(args: readonly string[]): (() => Promise<Part>) | undefined {
  try {
    const type = 'boolean';
    const options = {
      secure: { type },
      msk: { type },
      cluster: { type },
      host: { type },
      kubernetes: { type },
    } as const;
    const [chosen = 'plain', ...more] = Object.keys(parseArgs({ args: [...args], options }).values);
    return more.length > 0 ? undefined : parts[chosen];
  } catch {
    return undefined;
  }
}

const parts: Readonly<Record<string, () => Promise<Part>>> = {
  plain: plainPart,
  cluster: clusterPart,
  secure: securePart,
  msk: mskPart,
  host: hostPart,
  kubernetes: kubernetesPart,
};

/** A broker that is reached through an EC2 instance of the lab's AWS, and a folder that knows both. */
async function hostPart(): Promise<Part> {
  const [broker, folder] = await Promise.all([startBroker(), temporaryFolder('exops-lab-')]);
  const host = await startConfiguredHost(folder.path, broker.bootstrap);
  const variables = Object.entries({ ...host.env, EXOPS_STATE_DIR: join(folder.path, 'state') });
  const file = join(folder.path, 'env');
  await writeFile(file, variables.map(([name, value]) => `export ${name}='${value}'\n`).join(''));
  return {
    access: {
      bootstrap: broker.bootstrap,
      'AWS, for one shell': `cd ${folder.path} && . ./env`,
      'then, for example': 'exops connect    exops kafka-topics --list    exops topics sync',
    },
    async stop() {
      await host.stop();
      await Promise.all([broker.stop(), folder.remove()]);
    },
  };
}

/** A broker, and a Kubernetes whose workloads find it in a secret that has become stale. */
async function kubernetesPart(): Promise<Part> {
  const broker = await startBroker();
  const exchange = await startExchange(broker.bootstrap);
  return {
    access: {
      bootstrap: broker.bootstrap,
      kubeconfig: `${exchange.kubeconfig} (context lab, namespace ${exchange.namespace})`,
      secret: exchange.secret,
      workloads: exchange.workloads.join(', '),
      'then, for example': `${exchange.kubectl} --kubeconfig ${exchange.kubeconfig} get pods`,
    },
    async stop() {
      await Promise.all([exchange.stop(), broker.stop()]);
    },
  };
}

async function plainPart(): Promise<Part> {
  const { bootstrap, stop } = await startBroker();
  return { access: { bootstrap }, stop };
}

async function clusterPart(): Promise<Part> {
  const { bootstrap, brokers, stop } = await startCluster({ racks: ['a', 'b', 'c'] });
  const racks = brokers.map(({ id, rack, bootstrap: address }) => [
    `broker ${id}`,
    `${address}, rack ${rack}`,
  ]);
  return { access: { bootstrap, ...Object.fromEntries(racks) }, stop };
}

async function securePart(): Promise<Part> {
  const { listeners, pki, stop } = await startBroker({ secure: true, authorizer: true });
  const access = {
    bootstrap: `${listeners.plaintext} (plaintext, may do everything)`,
    TLS: listeners.tls,
    'TLS, client cert': listeners.mtls,
    'TLS, other host name': listeners.wrongName,
    'SCRAM over TLS': `${listeners.scram} (SHA-256 and SHA-512)`,
    'SCRAM, plaintext': `${listeners.scramPlaintext} (SHA-256 and SHA-512)`,
    'PLAIN over TLS': listeners.plain,
    'user ops': `password ${users.ops}, may do everything`,
    'user weak': `password ${users.weak}, may do nothing until an ACL says so`,
    'CA file': pki.ca,
    'client certificate': `${pki.client.cert} (${pki.clientPrincipal}, as weak)`,
    'client key': pki.client.key,
  };
  return { access, stop };
}

async function mskPart(): Promise<Part> {
  const msk = await startMsk();
  const key = { accessKeyId: 'AKIAEXOPSLAB00000000', secretAccessKey: 'exops-lab' };
  await msk.letIn(key);
  const { listeners, pki, region, stop } = msk;
  const access = {
    bootstrap: `${listeners.plaintext} (plaintext, may do everything)`,
    'TLS, with or without client cert': listeners.tls,
    'SCRAM over TLS': `${listeners.scram} (SHA-512)`,
    'IAM over TLS': `${listeners.iam} (region ${region})`,
    'IAM key': `${key.accessKeyId}, secret ${key.secretAccessKey}: ${opsArn}, may do everything`,
    'user ops': `password ${users.ops}, may do everything`,
    'user weak': `password ${users.weak}, may do nothing until an ACL says so`,
    'CA file': pki.ca,
    'client certificate': pki.client.cert,
    'client key': pki.client.key,
  };
  return { access, stop };
}

// A second Ctrl-C ends this process at once, and the lab's processes and files go with it all the same. npm that
// is told to end doesn't tell the scripts it runs, but leaves them to another parent.
function interruption(parent: number): Promise<void> {
  return new Promise((resolve) => {
    const orphaned = setInterval(() => process.ppid !== parent && interrupted(), 250);
    const interrupted = (): void => {
      clearInterval(orphaned);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, interrupted);
  });
}
