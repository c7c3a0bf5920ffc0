import { isAbsolute, join } from 'node:path';

/** Where exops keeps what it must not lose: EXOPS_STATE_DIR, else its part of the XDG state folder. */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, home: string): string {
  const given = env['XDG_STATE_HOME'];
  // The XDG specification has relative paths ignored.
  const states = given !== undefined && isAbsolute(given) ? given : join(home, '.local', 'state');
  return env['EXOPS_STATE_DIR'] || join(states, 'exops');
}
