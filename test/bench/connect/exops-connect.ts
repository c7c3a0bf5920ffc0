import { join } from 'node:path';
import { exopsCommand } from '../contenders/exops.js';
import { type Command, timeCommands } from '../timed-commands.js';
import { remoteCommand, timeFirstByte } from './first-byte.js';
import { hostNames, type Scene } from './scene.js';

/** `exops connect` by a person of their own, who remembers keys and places from one run to the next. */
export interface ExopsConnect {
  /** With these arguments. */
  command(...args: readonly string[]): Command;
  /** Where places are remembered. */
  readonly places: string;
}

/** Somebody of the team who has been on the host once. */
export async function exopsConnect(scene: Scene, person: string): Promise<ExopsConnect> {
  const state = join(scene.scratch, `state-of-${person}`);
  const command = (...args: readonly string[]): Command => ({
    ...exopsCommand('connect', '--config', scene.config, ...args),
    env: { EXOPS_STATE_DIR: state },
  });
  const first = command(hostNames.byId, '--', ...remoteCommand);
  await timeFirstByte({ ...first, env: { ...first.env, ...scene.aws.env } }, scene);
  return { command, places: join(state, 'hosts') };
}

/** One of the team vouches for the host's key: only such a host is tried where it was last. */
export async function pinForTeam(scene: Scene): Promise<void> {
  const env = { EXOPS_STATE_DIR: join(scene.scratch, 'state-of-colleague'), ...scene.aws.env };
  const where = ['--config', scene.config, '--accept-new-host-key'];
  await timeCommands([{ ...exopsCommand('host', 'pin', hostNames.byId, ...where, '--yes'), env }], scene);
}
