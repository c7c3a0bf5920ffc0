import type { InstanceStateChange } from '../../../lab/aws/requests.js';
import { startEc2Host } from '../../../lab/ec2-host.js';
import { closedPort, httpPort, silentPort } from '../../../lab/faulty-listeners.js';
import { startSshHost } from '../../../lab/ssh/host.js';

import { run } from '../../../run.js';
import { mutePort } from '../mute-port.js';
import { awsBlock, hostAddress, type Place } from './place.js';
import type { BrokenSetup, Coverages, Scene } from './setup.js';

interface HostBlock {
  readonly [key: string]: unknown;
}

/** The lab's broker, which is reached through a host. */
export const through = ({ kafka }: Place, host: HostBlock, cluster: object = {}) => ({
  aws: awsBlock,
  hosts: { way: host },
  cluster: { brokers: [kafka.bootstrap], via: 'way', ...cluster },
});

/** An instance that nothing runs on. */
async function inState(place: Place, { state }: Required<Pick<InstanceStateChange, 'state'>>, tags = {}) {
  const instance = await place.aws.runInstance({
    name: place.named('way'),
    tags,
    publicAddress: hostAddress,
  });
  await place.aws.setInstanceState(instance, { state });
  return instance;
}

function port(
  what: string,
  open: () => ReturnType<typeof silentPort>,
  scene: Pick<Scene, 'saw'> = {},
): BrokenSetup {
  return {
    what,
    async build(place) {
      const listener = await place.started(open());
      const instance = await place.aws.runInstance({
        name: place.named('way'),
        publicAddress: listener.host,
      });
      const host = { instance, user: 'ec2-user', port: listener.port };
      return { environment: through(place, host, { brokers: ['10.0.11.8:9092'] }), ...scene };
    },
  };
}

/** Instances that aren't there, and sshds that let nobody in or nobody through. */
export const hostSetups = {
  'host-asleep': [
    {
      what: 'instance asleep',
      build: async (place) => {
        const asleep = { 'exops:sleep': 'v=1 by=kim at=2026-11-20T19:02:00Z' };
        const instance = await inState(place, { state: 'stopped' }, asleep);
        return {
          environment: through(place, { instance }),
          saw: `way (${instance}) is stopped (asleep, by kim).`,
          next: ['Wake it, and what sleeps with it:', 'exops dev wake'],
        };
      },
    },
  ],
  'host-stopped': [
    {
      what: 'an instance that somebody stopped',
      build: async (place) => {
        const instance = await inState(place, { state: 'stopped' });
        return {
          environment: through(place, { instance }),
          next: [
            'Start it with:',
            `aws ec2 start-instances --instance-ids ${instance} --region ap-northeast-2`,
          ],
        };
      },
    },
  ],
  'host-not-running': [
    {
      what: 'an instance that is just starting',
      build: async (place) => ({
        environment: through(place, { instance: await inState(place, { state: 'pending' }) }),
        saw: 'is still starting',
      }),
    },
  ],
  'host-not-found': [
    {
      what: 'an instance of another account',
      build: async (place) => ({
        environment: through(place, { instance: 'i-0123456789abcdef0' }),
        saw: 'i-0123456789abcdef0',
      }),
    },
  ],
  'host-ambiguous': [
    {
      what: 'two instances with the tags of the host',
      build: async (place) => {
        const name = place.named('twins');
        await Promise.all([1, 2].map(() => place.aws.runInstance({ name, publicAddress: hostAddress })));
        return {
          environment: through(place, { instance: { tag: { Name: name } } }),
          saw: /2 instances|several/i,
        };
      },
    },
  ],
  'ssh-refused': [port('nothing listens for SSH', closedPort)],
  'ssh-silent': [
    {
      what: 'SSH of a machine that takes no packets, though its group would',
      isSilent: true,
      build: async (place) => {
        const listener = await place.started(mutePort());
        const inbound = [{ ports: listener.port, peer: { block: '127.0.0.0/8' } }];
        const group = await place.network.createSecurityGroup({ name: place.named('open'), inbound });
        const [name, publicAddress] = [place.named('way'), listener.host];
        const instance = await place.aws.runInstance({ name, publicAddress, securityGroupIds: [group] });
        const host = { instance, user: 'ec2-user', port: listener.port };
        return { environment: through(place, host, { brokers: ['10.0.11.8:9092'] }) };
      },
    },
  ],
  'ssh-closed-by-security-group': [
    {
      what: 'no rule for SSH',
      isSilent: true,
      build: async (place) => {
        const listener = await place.started(mutePort());
        const group = await place.network.createSecurityGroup({ name: place.named('closed') });
        const [name, publicAddress] = [place.named('way'), listener.host];
        const instance = await place.aws.runInstance({ name, publicAddress, securityGroupIds: [group] });
        const host = { instance, user: 'ec2-user', port: listener.port };
        return {
          environment: through(place, host, { brokers: ['10.0.11.8:9092'] }),
          saw: `${group} admits nobody to ${listener.port}: this machine can't reach 127.0.0.1:${listener.port}`,
          next: [
            'Add the rule that is missing:',
            `aws ec2 authorize-security-group-ingress --group-id ${group} --protocol tcp --port ${listener.port} --cidr 127.0.0.1/32 --region ap-northeast-2`,
          ],
        };
      },
      also: ['ssh-silent'],
    },
  ],
  'ssh-not-ssh': [
    port('a web server in the place of SSH', httpPort),
    { ...port('SSH that accepts and says nothing', silentPort), isSilent: true },
  ],
  'ssh-host-key-changed': [
    {
      what: 'host key changed',
      build: async (place) => {
        const host = await place.host();
        const environment = through(place, { instance: host.instanceId, user: host.user, port: host.port });
        await place.write('exops.yaml', JSON.stringify({ version: 1, environments: { dev: environment } }));
        const env = { ...place.aws.env, EXOPS_STATE_DIR: `${place.folder}/state` };
        const first = await run('connect -- true', { cwd: place.folder, env });
        if (first.code !== 0) throw new Error(first.stderr);
        await host.stop();
        const { instanceId, keysFolder, port: same } = host;
        await place.started(startSshHost({ instanceId, keysFolder, port: same, address: hostAddress }));
        return {
          environment,
          saw: `The host key of way (${instanceId}) doesn't agree with the key pinned on this machine. Nothing was sent to it.`,
          next: [
            / expected {2}ssh-ed25519 SHA256:/,
            / got {7}ssh-ed25519 SHA256:/,
            'Somebody may be in between, or the key was replaced.',
            'Only if the key was replaced on purpose, forget the old one:',
            `exops host forget ${instanceId}`,
          ],
        };
      },
    },
  ],
  'ssh-host-key-unknown': [
    {
      what: 'a host key that nobody vouches for',
      build: async (place) => {
        const host = await place.started(
          startEc2Host(place.aws, place.named('way'), { ssh: { address: hostAddress } }),
        );
        return {
          environment: through(place, { instance: host.instanceId, user: host.user, port: host.port }),
        };
      },
    },
  ],
  'ssh-key-push-refused': [
    {
      what: 'EIC push refused',
      exitCode: 4,
      build: async (place) => {
        const { instanceId: instance, user, port: at } = await place.host();
        await place.aws.fault({
          ...{ service: 'ec2-instance-connect', code: 'AccessDeniedException', status: 403 },
          message: `User: arn:aws:sts::123456789012:assumed-role/Dev/kim is not authorized to perform: ec2-instance-connect:SendSSHPublicKey`,
        });
        return {
          environment: through(place, { instance, user, port: at }),
          saw: "AWS doesn't allow ec2-instance-connect:SendSSHPublicKey",
        };
      },
    },
  ],
  'ssh-login-refused': [
    {
      what: 'the user of another image',
      exitCode: 4,
      build: async (place) => {
        const { instanceId: instance, port: at } = await place.host();
        return {
          environment: through(place, { instance, user: 'nobody-here', port: at }),
          saw: "doesn't let nobody-here in",
        };
      },
    },
  ],
  'ssh-failed': [
    {
      what: "the way through Systems Manager without AWS's plugin",
      build: async (place) => {
        const instance = await place.aws.runInstance({ name: place.named('way'), ssm: 'Online' });
        const env = { PATH: place.folder };
        return { environment: through(place, { instance, user: 'ec2-user', route: 'ssm' }), env };
      },
    },
  ],
  'ssh-forwarding-off': [
    {
      what: 'forwarding off',
      build: async (place) => {
        const { instanceId: instance, user, port: at } = await place.host({ allowTcpForwarding: false });
        return {
          environment: through(place, { instance, user, port: at }),
          saw: `doesn't forward to ${place.kafka.bootstrap}`,
          next: ['Its sshd_config forbids it: AllowTcpForwarding, DisableForwarding or PermitOpen.'],
        };
      },
    },
  ],
} as const satisfies Coverages;
