import { finished } from '../../../lab/ssh/openssh-client.js';
import type { Series } from '../../series.js';
import { type Racer, type RunsByTime, takeTurns } from '../../take-turns.js';
import type { Command } from '../../timed-commands.js';
import { exopsConnect } from '../exops-connect.js';
import type { Peers } from '../find-peers.js';
import { remoteCommand } from '../first-byte.js';
import { opensshOptions } from '../openssh-options.js';
import { hostNames, type Scene } from '../scene.js';
import { openForward, withBareEnvironment } from './open-forward.js';
import { askEcho, download } from './requests.js';
import { startServers } from './servers.js';

/** How fast forwarded ports are; exops first in each. */
export interface ForwardingResult {
  readonly megabytes: number;
  /** Until all of them were downloaded. */
  readonly throughput: readonly Series[];
  /** Until a new connection has its first answer. */
  readonly opening: readonly Series[];
  /** Until a request on an open connection is answered. */
  readonly answer: readonly Series[];
}

const megabytes = 200;
const bytes = megabytes * 1_000_000;

interface Lane {
  readonly contender: string;
  readonly shown: string;
  readonly ports: { readonly sourcePort: number; readonly echoPort: number };
}

/** Opens every forwarding once, and lets them take turns. */
export async function measureForwarding(
  scene: Scene,
  peers: Peers,
  plan: readonly RunsByTime[],
): Promise<ForwardingResult> {
  const servers = await startServers(bytes);
  const endings: (() => Promise<void>)[] = [servers.close];
  try {
    const lanes: Lane[] = [];
    for (const { contender, shown, command } of await forwardings(scene, peers)) {
      const forward = await openForward(servers, scene.scratch, command);
      endings.unshift(forward.close);
      lanes.push({ contender, shown, ports: forward });
    }
    lanes.push({ contender: 'bench', shown: 'the bench itself, without SSH', ports: servers });
    const measure = (run: (ports: Lane['ports']) => Promise<number>) =>
      takeTurns(
        lanes.map(({ contender, shown, ports }): Racer => ({ contender, shown, run: () => run(ports) })),
        plan,
      );
    return {
      megabytes,
      throughput: await measure(({ sourcePort }) => download(sourcePort, bytes)),
      opening: await measure(async ({ echoPort }) => (await askEcho(echoPort)).openingMs),
      answer: await measure(async ({ echoPort }) => (await askEcho(echoPort)).answerMs),
    };
  } finally {
    for (const end of endings) await end();
  }
}

interface Forwarding {
  readonly contender: string;
  readonly shown: string;
  command(forwards: readonly string[]): Command;
}

async function forwardings(scene: Scene, { ssh }: Peers): Promise<readonly Forwarding[]> {
  const { command: ours } = await exopsConnect(scene, 'forwarding');
  const withAws = (command: Command): Command => ({ ...command, env: { ...command.env, ...scene.aws.env } });
  const said = await finished(
    withBareEnvironment(withAws(ours(hostNames.byId, '-v', '--', ...remoteCommand)), scene.scratch),
  );
  const cipher = /cipher (\S+)/.exec(said.stderr)?.[1];
  if (cipher === undefined) throw new Error(`exops doesn't tell which cipher it uses:\n${said.stderr}`);
  const { user, address } = scene.host;
  const options = await opensshOptions(scene, scene.inPlace);
  const theirs = (...more: readonly string[]) => ({
    contender: 'OpenSSH',
    command: (forwards: readonly string[]): Command => ({
      argv: [ssh.program, ...options, ...more, '-N', ...forwards, `${user}@${address}`],
    }),
  });
  return [
    {
      contender: 'exops',
      shown: `exops connect -N -L, ${cipher}`,
      command: (forwards) => withAws(ours(hostNames.byId, '-N', ...forwards)),
    },
    { ...theirs('-c', cipher), shown: `ssh -c ${cipher} -N -L` },
    { ...theirs(), shown: 'ssh -N -L, the cipher of its own choice' },
  ];
}
