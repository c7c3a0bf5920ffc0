import { stat } from 'node:fs/promises';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { type Variables, variable } from './environment-variables.js';
import type { Places } from './shown-path.js';
import { UnclearTargetError } from './unclear-target.js';

const configName = 'exops.yaml';

export interface FindConfigInput extends Places {
  readonly env: Variables;
  /** `--config`. */
  readonly config?: string | undefined;
}

/**
 * The absolute path of the configuration file, or undefined when there is none: the one that `--config` or
 * EXOPS_CONFIG names, else the nearest `exops.yaml` in this folder or above, else the one of the home folder.
 * @throws UnclearTargetError when the named one isn't there
 */
export async function findConfig({ cwd, home, env, config }: FindConfigInput): Promise<string | undefined> {
  const named = config ?? variable(env, 'EXOPS_CONFIG');
  if (named !== undefined) {
    const path = resolve(cwd, named);
    if (await isFile(path)) return path;
    const by = config === undefined ? 'EXOPS_CONFIG' : '--config';
    throw new UnclearTargetError(`${by} names no file: ${JSON.stringify(named)}`);
  }
  for (const folder of upward(cwd)) {
    const path = join(folder, configName);
    if (await isFile(path)) return path;
  }
  const personal = join(configHome(env, home), 'exops', 'config.yaml');
  return (await isFile(personal)) ? personal : undefined;
}

function* upward(from: string): Iterable<string> {
  let folder = resolve(from);
  yield folder;
  while (dirname(folder) !== folder) {
    folder = dirname(folder);
    yield folder;
  }
}

/** The XDG specification has relative paths ignored. */
function configHome(env: Variables, home: string): string {
  const given = variable(env, 'XDG_CONFIG_HOME');
  return given !== undefined && isAbsolute(given) ? given : join(home, '.config');
}

async function isFile(path: string): Promise<boolean> {
  try {
    return !(await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
