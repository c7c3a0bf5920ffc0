import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Context } from '../../context.js';
import { openProxy } from '../../lib/hosts/proxy/open-proxy.js';
import { proxyFiles } from '../../lib/hosts/proxy/proxy-files.js';
import { newSigningKey } from '../../lib/ssh/answer-agent.js';
import { lendKey, ownFolder } from '../../lib/ssh/key-agent.js';
import { formatPublicKey } from '../../lib/ssh/public-key.js';
import { pipeStdio } from '../../lib/ssh/stdio-forward.js';
import { approachNamed, nameOfHost } from '../reach-host.js';
import type { ConnectRun } from './connect.run.js';

/** Of a key that was pushed; https://docs.aws.amazon.com/ec2-instance-connect/latest/APIReference/API_SendSSHPublicKey.html */
const keyLifeMs = 60_000;

/**
 * The ProxyCommand of `ssh-config`: verifies the host, writes its key down for ssh, pushes a key, lends it through an
 * agent socket, and then is the way to sshd.
 */
export async function proxyHost(context: Context, run: ConnectRun): Promise<number> {
  const { opened, name } = await nameOfHost(context, run, run.host);
  const { deps, input, chain } = await approachNamed(context, opened, run, name);
  const { name: environment } = opened.environment;
  const [{ user }] = chain;
  const files = proxyFiles(context, environment, name, user);
  const key = newSigningKey();
  const proxy = await openProxy(deps, input, chain, key.publicKey);
  try {
    const alias = environment === undefined ? name : `${name}.${environment}`;
    await ownFolder(dirname(files.knownHosts), context.self);
    await writeWhole(files.knownHosts, `${alias} ${formatPublicKey(proxy.key)}\n`, context.self.pid);
    // Not before it was pushed: another process's client may be led to it.
    const agent = await lendKey(files.agent, key, context);
    const expiry = setTimeout(() => void agent.close(), keyLifeMs);
    try {
      const { input: stdin, output: stdout } = context.terminal.bytes;
      // An SSH client that has what it wants ends its ProxyCommand by a signal.
      await pipeStdio(proxy.stream, { stdin, stdout }, context.signal).catch((error: unknown) => {
        if (!context.signal.aborted) throw error;
      });
      return 0;
    } finally {
      clearTimeout(expiry);
      await agent.close();
    }
  } finally {
    proxy.close();
  }
}

async function writeWhole(path: string, text: string, pid: number): Promise<void> {
  const fresh = `${path}.${pid}`;
  await rm(fresh, { force: true });
  await writeFile(fresh, text, { mode: 0o600, flag: 'wx' });
  await rename(fresh, path);
}
