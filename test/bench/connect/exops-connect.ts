import { join } from 'node:path';
import { exopsCommand } from '../contenders/exops.js';
import type { Command } from '../timed-commands.js';
import { remoteCommand, timeFirstByte } from './first-byte.js';
import { hostNames, type Scene } from './scene.js';

/** `exops connect` by a person of their own, who remembers keys and places from one run to the next. */
export interface ExopsConnect {
  /** With these arguments. */
  command(...args: readonly string[]): Command;
  /** Where places are remembered. */
  readonly places: string;
}

/** Somebody who has been on the host once. */
export async function exopsConnect(scene: Scene, person: string): Promise<ExopsConnect> {
  const state = join(scene.scratch, `state-of-${person}`);
  const command = (...args: readonly string[]): Command => ({
    ...exopsCommand('connect', '--config', scene.config, ...args),
    env: { EXOPS_STATE_DIR: state },
  });
  const first = command(hostNames.byId, '--accept-new-host-key', '--', ...remoteCommand);
  await timeFirstByte({ ...first, env: { ...first.env, ...scene.aws.env } }, scene);
  return { command, places: join(state, 'hosts') };
}
