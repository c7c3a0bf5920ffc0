import { chmod, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ownedFolder } from '../ssh/owned-folder.js';
import { type Call, readCalls } from './calls.js';
import type { HostState } from './host-state.js';
import { toolScripts } from './scripts.js';
import { writeState } from './write-state.js';

export interface HostToolsOptions {
  /**
   * The tools that a host finds by their names. Kafka's own (`kafka-topics.sh` or `kafka-topics`) are real. So is
   * `rpk` when this machine has it or `$EXOPS_LAB_RPK` says where it is. `docker`, `docker-compose`, `systemctl`,
   * `journalctl` and `sudo` are stand-ins that answer from the state; any other name is a recorder.
   */
  readonly onPath?: readonly string[];
  /** More tools, by the folder they are put into. */
  readonly inFolders?: Readonly<Record<string, readonly string[]>>;
  /** Whether a real rpk may be used; yes unless told otherwise. */
  readonly useRpk?: boolean;
  readonly state?: HostState;
}

/** Tools of a host, of which each writes down how it was called. */
export interface HostTools {
  /** For a host's `toolFolders`. */
  readonly folder: string;
  /** Whether `rpk` is the real one; otherwise a recorder answers to its name. */
  readonly rpkIsReal: boolean;
  /** How a tool was called so far, on the host or in its containers; in order. */
  recorded(tool: string): Promise<readonly Call[]>;
  setState(state: HostState): Promise<void>;
  /** Ends what the tools left running where no host of the lab does, and removes them. */
  remove(): Promise<void>;
}

/** Makes the tools in a new folder that every user may use. */
export async function hostTools(options: HostToolsOptions = {}): Promise<HostTools> {
  const { onPath = [], inFolders = {}, useRpk = true } = options;
  const owned = await ownedFolder();
  const folder = join(owned.path, 'bin');
  const calls = join(owned.path, 'calls');
  const elsewhere = Object.entries(inFolders).flatMap(([path, names]) =>
    names.map((name) => join(path, name)),
  );
  const remove = async (): Promise<void> => {
    await Promise.all(elsewhere.map((file) => rm(file, { force: true })));
    await owned.remove();
  };
  try {
    const scripts = await toolScripts(owned.path, { useRpk });
    await mkdir(calls);
    await chmod(calls, 0o777);
    await Promise.all([...onPath.map((name) => join(folder, name)), ...elsewhere].map(scripts.write));
    const setState = (state: HostState): Promise<void> => writeState(owned.path, state, scripts);
    await setState(options.state ?? {});
    return {
      ...{ folder, setState, remove },
      rpkIsReal: scripts.rpkIsReal,
      recorded: (tool) => readCalls(calls, tool),
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
