import { execFile } from 'node:child_process';
import type { Variables } from '../../config/environment-variables.js';
import { ExopsError } from '../../errors.js';
import { printable } from '../../terminal/printable.js';

export const pluginName = 'session-manager-plugin';

export const installPage =
  'https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager-working-with-install-plugin.html';

/** As the AWS CLI has it: later versions take the session's token from a variable instead of the command line. */
export const lastVersionWithoutVariable = '1.2.497.0';

/** Whether this version of the plugin takes the token from a variable. */
export function isTokenSafe(version: string): boolean {
  const ours = numbersOf(version);
  const last = numbersOf(lastVersionWithoutVariable);
  for (let index = 0; index < Math.max(ours.length, last.length); index++) {
    const difference = (ours[index] ?? 0) - (last[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}

function numbersOf(version: string): readonly number[] {
  return /^\d+(\.\d+){0,3}$/.test(version) ? version.split('.').map(Number) : [0];
}

const patienceMs = 10_000;

/**
 * The version of the session-manager-plugin that is on the PATH, as it calls itself; undefined when there is none.
 * @throws ExopsError when it doesn't run
 */
export function pluginVersion(env: Variables, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    execFile(pluginName, ['--version'], { env, signal, timeout: patienceMs }, (error, stdout) => {
      if (signal.aborted) return reject(signal.reason);
      if (error === null) return resolve(printable(stdout.trim()));
      if (error.code === 'ENOENT') return resolve(undefined);
      reject(new ExopsError(`The ${pluginName} doesn't run: ${firstLine(error.message)}`, { cause: error }));
    });
  });
}

function firstLine(text: string): string {
  return printable(text.split('\n')[0] ?? '');
}
