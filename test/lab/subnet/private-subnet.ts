import { runCommand } from '../run-command.js';
import { requireCommand } from '../ssh/debian-packages.js';
import { isRoot } from '../ssh/lab-user.js';
import { makeNamespaces, type Namespaces } from './namespaces.js';
import { type DroppedPorts, dropIncoming } from './security-group.js';

/** A machine of its own as far as the network goes. */
export interface Place {
  readonly namespace: string;
  /** Where others reach it. */
  readonly address: string;
}

export interface PrivateHost extends Place {
  /** `kafka-1.exops-lab.internal`: the bastion and the private hosts know it, the operator doesn't. */
  readonly name: string;
}

/**
 * A laptop, a bastion with a public address, and private hosts in subnets of their own. The operator reaches the
 * bastion alone; the bastion and the private hosts reach each other. None of them reaches this machine's network.
 */
export interface PrivateSubnet {
  readonly operator: Place;
  /** With the public address. */
  readonly bastion: Place;
  readonly privateHosts: readonly PrivateHost[];
  /** The command line that runs another one at a place, with the names that are known there. */
  commandIn(place: Place, argv: readonly string[]): readonly string[];
  /** Runs a command at a place and returns its standard output; a failure carries what it said. */
  run(place: Place, argv: readonly string[]): Promise<string>;
  /** What the place's security group drops from now on, of open connections too; `[]` lets everything in again. */
  drop(place: Place, ports: DroppedPorts): Promise<void>;
  /** Ends what runs there and deletes it all. */
  stop(): Promise<void>;
}

const operatorAddress = '198.51.100.2';
const bastionAddress = '198.51.100.1';
const localNames = '127.0.0.1 localhost\n::1 localhost\n';

/**
 * Makes the network, as root; others get undefined, and a notice on stderr says so.
 * @param options.privateHosts how many; one unless told otherwise
 */
export async function startPrivateSubnet(
  options: { readonly privateHosts?: number } = {},
): Promise<PrivateSubnet | undefined> {
  if (!isRoot) return unavailable('Only root can make them.');
  await requireCommand('ip', 'iproute2', "The lab's private subnet consists of network namespaces");
  const numbers = Array.from({ length: options.privateHosts ?? 1 }, (_, index) => index);
  const privateNames = numbers.map((number) => `${addressIn(number, 11)} ${nameOf(number)}\n`).join('');
  const hosts = new Map<string, string>([
    ['operator', localNames],
    ...['bastion', ...numbers.map(roleOf)].map((role) => [role, `${localNames}${privateNames}`] as const),
  ]);
  try {
    return await connect(await makeNamespaces(hosts), numbers);
  } catch (error) {
    if (String(error).includes('Operation not permitted')) return unavailable(String(error));
    throw error;
  }
}

async function connect(namespaces: Namespaces, numbers: readonly number[]): Promise<PrivateSubnet> {
  const place = (role: string, address: string): Place => ({ namespace: namespaces.name(role), address });
  const operator = place('operator', operatorAddress);
  const bastion = place('bastion', bastionAddress);
  const privateHosts = numbers.map((number) => ({
    ...place(roleOf(number), addressIn(number, 11)),
    name: nameOf(number),
  }));
  try {
    await link({ ...operator, device: 'eth0' }, { ...bastion, device: 'public' }, 30);
    for (const [number, host] of privateHosts.entries()) {
      const router = { namespace: bastion.namespace, address: addressIn(number, 1) };
      await link({ ...host, device: 'eth0' }, { ...router, device: `private${number}` }, 24);
      await runCommand('ip', ['-n', host.namespace, 'route', 'add', 'default', 'via', router.address]);
    }
    await run(bastion, ['sh', '-c', 'echo 1 >/proc/sys/net/ipv4/ip_forward']);
  } catch (error) {
    await namespaces.remove();
    throw error;
  }
  return {
    ...{ operator, bastion, privateHosts, commandIn, run, stop: namespaces.remove },
    drop: (at, ports) => dropIncoming(commandIn(at, []), ports),
  };
}

interface End extends Place {
  readonly device: string;
}

async function link(one: End, other: End, prefixLength: number): Promise<void> {
  const devices = [one, other].map(({ device, namespace }) => ['name', device, 'netns', namespace]);
  const [first = [], second = []] = devices;
  await runCommand('ip', ['link', 'add', ...first, 'type', 'veth', 'peer', ...second]);
  for (const { namespace, device, address } of [one, other]) {
    await runCommand('ip', ['-n', namespace, 'address', 'add', `${address}/${prefixLength}`, 'dev', device]);
    await runCommand('ip', ['-n', namespace, 'link', 'set', device, 'up']);
  }
}

function commandIn({ namespace }: Place, argv: readonly string[]): readonly string[] {
  return ['ip', 'netns', 'exec', namespace, ...argv];
}

async function run(place: Place, argv: readonly string[]): Promise<string> {
  const [command = '', ...args] = commandIn(place, argv);
  return runCommand(command, args);
}

function roleOf(number: number): string {
  return `kafka-${number + 1}`;
}

function nameOf(number: number): string {
  return `${roleOf(number)}.exops-lab.internal`;
}

function addressIn(number: number, host: number): string {
  return `10.42.${number}.${host}`;
}

function unavailable(reason: string): undefined {
  console.error(`The lab has no private subnet here: network namespaces can't be made. ${reason}`);
  return undefined;
}
