import type { HostKey, SshLogin } from '../ssh/ssh.js';
import type { Progress } from '../terminal/progress.js';
import type { Trust } from './trust/verify-host-key.js';

/**
 * Connects with a verification that tells why the key is trusted. Says what is waited for, except while a person may
 * be asked about the key.
 */
export async function verified<Result>(
  progress: Progress,
  label: string,
  verify: (key: HostKey) => Promise<Trust>,
  connect: (verify: SshLogin['verify']) => Promise<Result>,
): Promise<{ readonly result: Result; readonly trust: Trust }> {
  let trust: Trust | undefined;
  let keySeen: () => void = () => {};
  const untilKey = new Promise<void>((resolve) => {
    keySeen = resolve;
  });
  let indicator: Promise<void> = Promise.resolve();
  const connecting = connect(async (key) => {
    keySeen();
    await indicator;
    trust = await verify(key);
  });
  const until = Promise.race([untilKey, connecting.then(() => {})]);
  indicator = progress.during(`Connecting to ${label}`, () => until).catch(() => {});
  const result = await connecting;
  if (trust === undefined) throw new TypeError('logged in without verification');
  return { result, trust };
}
