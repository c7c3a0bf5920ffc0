import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { NamedService } from '../../../src/lib/hosts/services/service-state.js';
import { connectSsh } from '../../../src/lib/ssh/connect.js';
import type { SshSession } from '../../../src/lib/ssh/ssh.js';
import type { HostState } from '../../lab/host-tools/host-state.js';
import { type HostTools, hostTools } from '../../lab/host-tools/host-tools.js';
import { type SshHost, startSshHost } from '../../lab/ssh/host.js';
import { loginToHost, never } from '../ssh/login.js';

/** A host with systemd and docker of the lab's kind, and a session on it. */
export interface ServicesHost {
  readonly host: SshHost;
  readonly tools: HostTools;
  readonly session: SshSession;
  stop(): Promise<void>;
}

/** @param extraTools scripts of sh by name, found before the lab's */
export async function servicesHost(extraTools: Readonly<Record<string, string>> = {}): Promise<ServicesHost> {
  const onPath = ['systemctl', 'journalctl', 'docker', 'sudo'];
  const [tools, extra] = await Promise.all([hostTools({ onPath }), publicFolder(extraTools)]);
  const host = await startSshHost({ toolFolders: [extra, tools.folder] });
  const session = await connectSsh(loginToHost(host).login, never);
  const stop = async (): Promise<void> => {
    session.close();
    await host.stop();
    await Promise.all([tools.remove(), rm(extra, { recursive: true, force: true })]);
  };
  return { host, tools, session, stop };
}

async function publicFolder(scripts: Readonly<Record<string, string>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'exops-services-'));
  await chmod(folder, 0o755);
  for (const [name, script] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  return folder;
}

/** A folder for a compose project, with a name that shells take apart. */
export async function projectFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "exops it's $HOME `id`; "));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await chmod(folder, 0o755);
  return folder;
}

/** Two containers of the project in a folder. */
export function projectIn(folder: string): HostState {
  const of = (service: string) => ({ project: 'app', service, folder });
  return {
    containers: {
      'app-gateway-1': {
        image: 'gateway',
        health: 'healthy',
        compose: of('gateway'),
        log: 'one\ntwo\nthree\n',
      },
      'app-worker-1': { image: 'worker', compose: of('worker') },
    },
    docker: 'up',
    sudo: 'allows',
    composeJson: 'lines',
  };
}

export function unit(name: string, health?: string): NamedService {
  return { name, settings: { kind: 'systemd', unit: name, health } };
}

export function composed(folder: string, service: string | undefined = undefined): NamedService {
  return { name: service ?? 'app', settings: { kind: 'compose', folder, service, health: undefined } };
}
