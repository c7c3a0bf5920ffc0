import { type SshHost, type SshHostOptions, startSshHost } from './host.js';
import { type OpensshClient, opensshClient } from './openssh-client.js';

/** A host and a client that it lets in for ten minutes; `later` is given what ends them, as to vitest's onTestFinished. */
export async function openHost(
  later: (end: () => Promise<void>) => void,
  options: SshHostOptions = {},
): Promise<readonly [SshHost, OpensshClient]> {
  const host = await startSshHost(options);
  later(host.stop);
  const client = await opensshClient();
  later(client.remove);
  await host.admit(client.publicKey, { seconds: 600 });
  return [host, client];
}
