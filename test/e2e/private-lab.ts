import { chmod } from 'node:fs/promises';
import { vouchByConsole } from '../integration/connect/hosts.js';
import { type AwsLab, joinAws } from '../lab/aws/aws-lab.js';
import { startAws } from '../lab/aws/start.js';
import { type Ec2Host, startEc2Host } from '../lab/ec2-host.js';
import { type Finished, finished } from '../lab/ssh/openssh-client.js';
import { type PrivateHost, type PrivateSubnet, startPrivateSubnet } from '../lab/subnet/private-subnet.js';
import { folderWith } from '../run.js';
import { executable } from './exops.js';
import { type PrivateBroker, startPrivateBroker } from './private-broker.js';

/** An operator's machine, a bastion, and behind it a host with a Kafka broker: three networks, three sshds, one AWS. */
export interface PrivateLab {
  readonly subnet: PrivateSubnet;
  /** An instance with a public address. */
  readonly bastion: Ec2Host;
  /** An instance with a private address alone. */
  readonly kafka: Ec2Host;
  /** Where `kafka` is. */
  readonly inside: PrivateHost;
  readonly broker: PrivateBroker;
  /** A laptop for one test, with pins and AWS credentials of its own. */
  laptop(): Promise<PrivateLaptop>;
  stop(): Promise<void>;
}

export interface PrivateLaptop {
  readonly aws: AwsLab;
  readonly folder: string;
  /** Runs the built exops on the operator's machine. */
  exops(args: readonly string[], input?: string): Promise<Finished>;
  /** Runs another program there, with this exops on its PATH. */
  run(argv: readonly string[]): Promise<Finished>;
}

/** Undefined where no networks can be made; stderr says so then. */
export async function startPrivateLab(): Promise<PrivateLab | undefined> {
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
    const [aws, broker] = await Promise.all([
      started(startAws({ namespace: operator.namespace })),
      started(startPrivateBroker(subnet, inside)),
    ]);
    const at = ({ namespace, address }: typeof gate) => ({ namespace, address, port: 22 });
    const [bastion, kafka] = await Promise.all([
      started(startEc2Host(aws, 'gate', { ssh: at(gate) })),
      started(
        startEc2Host(aws, 'broker', {
          ssh: at(inside),
          instance: { publicAddress: '', privateAddress: inside.address },
        }),
      ),
    ]);
    await Promise.all([bastion, kafka].map((host) => vouchByConsole(aws, host)));
    const config = configOf(bastion, kafka, broker);
    const laptop = () => laptopIn(subnet, joinAws(aws.access), config);
    return { subnet, bastion, kafka, inside, broker, laptop, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `dev` goes through the bastion, `deep` through both hosts, and `direct` through none. */
function configOf(
  { settings: bastion }: Ec2Host,
  { settings: kafka }: Ec2Host,
  broker: PrivateBroker,
): string {
  const brokers = `brokers: "${broker.bootstrap}"`;
  const through = kafka.replace(' }', ', via: bastion }');
  const environment = (name: string, cluster: string, inner: string) => `  ${name}:
    aws: { region: ap-northeast-2, accountId: "123456789012" }
    cluster: { ${cluster} }
    hosts:
      bastion: ${bastion}
      kafka: ${inner}
`;
  return `version: 1
defaultEnvironment: dev
environments:
${environment('dev', `${brokers}, via: bastion`, through)}
${environment('deep', `${brokers}, via: kafka`, through)}
${environment('direct', brokers, kafka)}`;
}

async function laptopIn(
  { operator, commandIn }: PrivateSubnet,
  aws: AwsLab,
  config: string,
): Promise<PrivateLaptop> {
  const exops = `#!/bin/sh\nexec '${process.execPath}' '${executable}' "$@"\n`;
  const folder = await folderWith({ 'exops.yaml': config, 'bin/exops': exops });
  await chmod(`${folder}/bin/exops`, 0o755);
  const variables = {
    ...aws.env,
    HOME: folder,
    EXOPS_STATE_DIR: `${folder}/state`,
    PATH: `${folder}/bin:${process.env['PATH']}`,
  };
  const clean = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  const run = (argv: readonly string[], input?: string) =>
    finished(commandIn(operator, ['env', '-i', '-C', folder, ...clean, ...argv]), input);
  return { aws, folder, run, exops: (args, input) => run(['exops', ...args], input) };
}

/** Without the lines that say what is waited for: how long that takes is no matter of a test. */
export function said({ stderr }: Finished): string {
  return stderr.replaceAll(/^.* · \d+(?:\.\d)? s (?:…|· \w+)\n/gm, '');
}
