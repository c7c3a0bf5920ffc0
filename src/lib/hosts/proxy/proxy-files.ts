import { join } from 'node:path';
import type { Variables } from '../../config/environment-variables.js';
import { stateFolder } from '../../state-folder.js';

/** Where `connect --stdio` leaves what an SSH client needs, and `ssh-config` tells it to look. */
export interface ProxyFiles {
  readonly knownHosts: string;
  readonly agent: string;
}

/**
 * @param environment the environment's name
 * @param user `%r` in a configuration, which ssh replaces
 */
export function proxyFiles(
  { env, home }: { readonly env: Variables; readonly home: string },
  environment: string | undefined,
  host: string,
  user: string,
): ProxyFiles {
  const name = [environment, host]
    .filter((part) => part !== undefined)
    .map(fileName)
    .join('+');
  const folder = join(stateFolder(env, home), 'ssh');
  return { knownHosts: join(folder, `${name}.hosts`), agent: join(folder, `${name}.agent.${user}`) };
}

/** A Name tag may hold anything. */
function fileName(name: string): string {
  return encodeURIComponent(name).replaceAll('%', '_');
}
