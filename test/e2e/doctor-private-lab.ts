import { chmod, readFile, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { vouchByConsole } from '../integration/connect/hosts.js';
import { type AwsLab, joinAws } from '../lab/aws/aws-lab.js';
import { awsMskLab } from '../lab/aws/msk-lab.js';
import { type NetworkLab, networkLab, type RuleRequest } from '../lab/aws/network-lab.js';
import { startAws } from '../lab/aws/start.js';
import { type Ec2Host, startEc2Host } from '../lab/ec2-host.js';
import { type StartedMsk, startMsk } from '../lab/kafka/msk.js';
import { type Finished, finished } from '../lab/ssh/openssh-client.js';
import { type PrivateHost, type PrivateSubnet, startPrivateSubnet } from '../lab/subnet/private-subnet.js';
import { supervise } from '../lab/supervised-process.js';
import { temporaryFolder } from '../lab/temporary-folder.js';
import { folderWith } from '../run.js';
import { executable } from './exops.js';

/** MSK in a network of its own: a name that leads to a private address, MSK's ports there, and a bastion before it. */
export interface PrivateMsk {
  readonly subnet: PrivateSubnet;
  readonly aws: AwsLab;
  readonly network: NetworkLab;
  readonly bastion: Ec2Host;
  /** The bastion's security group. */
  readonly bastionGroup: string;
  /** Where MSK is. */
  readonly inside: PrivateHost;
  /** `b-1.….kafka.ap-northeast-2.amazonaws.com`, which leads to the private address from everywhere. */
  readonly brokerName: string;
  /** An MSK cluster in a security group with these rules. */
  cluster(inbound: readonly RuleRequest[]): Promise<{ readonly name: string; readonly group: string }>;
  /** `exops doctor` of the built program, on the operator's machine. */
  doctor(cluster: object, args?: readonly string[], hosts?: object): Promise<Finished>;
  readonly msk: StartedMsk;
  stop(): Promise<void>;
}

const ports = { plaintext: 9092, tls: 9094, scram: 9096, iam: 9098 } as const;
const names = Object.keys(ports) as (keyof typeof ports)[];
const brokerName = 'b-1.exchange.abcde2.c3.kafka.ap-northeast-2.amazonaws.com';

/** Undefined where no networks can be made; stderr says so then. */
export async function startPrivateMsk(): Promise<PrivateMsk | undefined> {
  const subnet = await startPrivateSubnet();
  if (subnet === undefined) return undefined;
  const stops = [subnet.stop];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  const started = async <Part extends { stop(): Promise<void> }>(part: Promise<Part>): Promise<Part> => {
    const running = await part;
    stops.push(running.stop);
    return running;
  };
  try {
    const { operator, bastion: gate } = subnet;
    const [inside] = subnet.privateHosts;
    if (inside === undefined) throw new Error('There is no private host.');
    for (const { namespace } of [operator, gate])
      await subnet.run({ namespace, address: '' }, [
        'sh',
        '-c',
        `echo '${inside.address} ${brokerName}' >>/etc/hosts`,
      ]);
    const advertised = Object.fromEntries(names.map((name) => [name, [`${brokerName}:${ports[name]}`]]));
    const [aws, msk] = await Promise.all([
      started(startAws({ namespace: operator.namespace })),
      started(startMsk({ certificate: { names: [brokerName] }, advertised })),
    ]);
    await started(passOn(subnet, inside, msk));
    const network = networkLab(aws);
    const bastionGroup = await network.createSecurityGroup({
      name: 'bastion',
      inbound: [{ ports: 22, peer: { block: '198.51.100.0/24' } }],
    });
    const { namespace, address } = gate;
    const bastion = await started(
      startEc2Host(aws, 'gate', {
        ssh: { namespace, address, port: 22 },
        instance: { securityGroupIds: [bastionGroup] },
      }),
    );
    await vouchByConsole(aws, bastion);
    let clusters = 0;
    return {
      ...{ subnet, aws, network, bastion, bastionGroup, inside, brokerName, msk, stop },
      async cluster(inbound) {
        clusters += 1;
        const name = `exchange-${clusters}`;
        const group = await network.createSecurityGroup({ name, inbound });
        const strings = Object.fromEntries(names.map((one) => [one, `${brokerName}:${ports[one]}`]));
        await awsMskLab(aws).createCluster({
          ...{ name, brokers: { private: strings }, securityGroupIds: [group] },
          nodes: [{ endpoint: brokerName }],
        });
        return { name, group };
      },
      doctor: (cluster, args = [], hosts = { bastion: hostOf(bastion) }) =>
        doctorIn(subnet, { aws, msk }, { cluster, args, hosts }),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const hostOf = ({ instanceId: instance, user, port }: Ec2Host) => ({ instance, user, port });

// A socket in the file system is reached from every network.
const forwarder = `
  const { connect, createServer } = require('node:net');
  const [address, folder, ...ports] = process.argv.slice(1);
  let left = ports.length;
  for (const port of ports)
    createServer((client) => {
      const broker = connect(folder + '/' + port);
      client.pipe(broker).pipe(client);
      client.on('error', () => broker.destroy());
      broker.on('error', () => client.destroy());
    }).listen(Number(port), address, () => { left -= 1; if (left === 0) console.log('listens'); });
`;

/** Brings the listeners of an MSK on this machine to MSK's ports on a private host. */
async function passOn(
  subnet: PrivateSubnet,
  at: PrivateHost,
  msk: StartedMsk,
): Promise<{ stop(): Promise<void> }> {
  const folder = await temporaryFolder();
  const servers = await Promise.all(
    names.map((name) => {
      const port = Number(msk.listeners[name].split(':')[1]);
      const server = createServer((client) => {
        const broker = connect(port, '127.0.0.1');
        client.pipe(broker).pipe(client);
        client.on('error', () => broker.destroy());
        broker.on('error', () => client.destroy());
      });
      return new Promise<Server>((resolve, reject) => {
        server.once('error', reject);
        server.listen(join(folder.path, `${ports[name]}`), () => resolve(server));
      });
    }),
  );
  const numbers = names.map((name) => `${ports[name]}`);
  const argv = [process.execPath, '-e', forwarder, at.address, folder.path, ...numbers];
  const running = supervise(subnet.commandIn(at, argv), { stdio: ['ignore', 'pipe', 'pipe'] });
  const { stdout } = running.child;
  if (stdout !== null)
    await new Promise((resolve) => createInterface({ input: stdout }).once('line', resolve));
  return {
    async stop() {
      await running.kill();
      for (const server of servers) server.close();
      await folder.remove();
    },
  };
}

interface Asked {
  readonly cluster: object;
  readonly args: readonly string[];
  readonly hosts: object;
}

async function doctorIn(
  { operator, commandIn }: PrivateSubnet,
  { aws: shared, msk }: { readonly aws: AwsLab; readonly msk: StartedMsk },
  { cluster, args, hosts }: Asked,
): Promise<Finished> {
  const aws = joinAws(shared.access);
  const accessKeyId = aws.env['AWS_ACCESS_KEY_ID'] ?? '';
  await msk.letIn({ accessKeyId, secretAccessKey: aws.env['AWS_SECRET_ACCESS_KEY'] ?? '' });
  const place = { region: 'ap-northeast-2', accountId: '123456789012' };
  const dev = { aws: place, hosts, cluster: { auth: { mechanism: 'iam', ca: 'ca.pem' }, ...cluster } };
  const folder = await folderWith({
    'exops.yaml': JSON.stringify({ version: 1, environments: { dev } }),
    'bin/exops': `#!/bin/sh\nexec '${process.execPath}' '${executable}' "$@"\n`,
  });
  await chmod(`${folder}/bin/exops`, 0o755);
  await writeFile(join(folder, 'ca.pem'), await readFile(msk.pki.ca));
  const variables = {
    ...aws.env,
    HOME: folder,
    EXOPS_STATE_DIR: `${folder}/state`,
    PATH: `${folder}/bin:${process.env['PATH']}`,
  };
  const clean = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  return finished(commandIn(operator, ['env', '-i', '-C', folder, ...clean, 'exops', 'doctor', ...args]));
}
