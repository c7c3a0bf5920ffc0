import { createServer } from 'node:http';
import { afterAll, beforeAll } from 'vitest';
import { type Ec2Host, startEc2Host } from '../../lab/ec2-host.js';
import type { HostState } from '../../lab/host-tools/host-state.js';
import { type HostTools, hostTools } from '../../lab/host-tools/host-tools.js';
import { listenOnFreePort } from '../../lab/ports.js';
import type { RunResult } from '../../run.js';
import { type Laptop, laptop, ownAws, said, vouchByConsole } from './hosts.js';

/** An instance for the tests of a file, with the lab's systemd, docker and sudo, and services with a health URL. */
export interface ServicesPlace {
  readonly host: Ec2Host;
  readonly tools: HostTools;
  /** A URL on the host that answers with this status. */
  health(status: number): string;
  /** As `setState` of the tools, on a host where all is allowed unless told otherwise. */
  setState(state: HostState): Promise<void>;
  /**
   * A laptop that knows it as `kafka`.
   * @param services of it, as in `exops.yaml`: `gateway: { systemd: gateway }, …`
   * @param blocks more of the environment
   */
  laptop(services: string, ...blocks: readonly string[]): Promise<Laptop>;
}

/** To be called where the tests of a file are declared; it is there when they run. */
export function servicesPlace(): ServicesPlace {
  const server = createServer(({ url = '' }, response) => {
    response.statusCode = Number(url.slice(1));
    response.end();
  });
  const opened: { host?: Ec2Host; tools?: HostTools; port?: number } = {};
  const there = <Key extends keyof typeof opened>(key: Key): NonNullable<(typeof opened)[Key]> => {
    const value = opened[key];
    if (value === undefined) throw new Error(`The place has no ${key} yet.`);
    return value;
  };
  beforeAll(async () => {
    const aws = ownAws();
    opened.port = await listenOnFreePort(server);
    opened.tools = await hostTools({ onPath: ['docker', 'systemctl', 'journalctl', 'sudo'], useRpk: false });
    opened.host = await startEc2Host(aws, 'services', { ssh: { toolFolders: [opened.tools.folder] } });
    await vouchByConsole(aws, opened.host);
  });
  afterAll(async () => {
    server.close();
    await opened.host?.stop();
    await opened.tools?.remove();
  });
  return {
    get host() {
      return there('host');
    },
    get tools() {
      return there('tools');
    },
    health: (status) => `http://127.0.0.1:${there('port')}/${status}`,
    setState: (state) =>
      there('tools').setState({
        ...{ docker: 'up', compose: 'plugin', composeJson: 'lines', sudo: 'allows' },
        ...state,
      }),
    laptop: (services, ...blocks) => {
      const settings = there('host').settings.replace(/ }$/, `, services: { ${services} } }`);
      return laptop(ownAws(), `hosts: { kafka: ${settings} }`, ...blocks);
    },
  };
}

/** Properties of a unit that has been running for a little more than this. */
export function runningFor(hours: number): Readonly<Record<string, string>> {
  const [date = '', time = ''] = new Date(Date.now() - hours * 3_600_000 - 20_000).toISOString().split('T');
  return { ActiveEnterTimestamp: `Sat ${date} ${time.slice(0, 8)} UTC` };
}

/** What was said, without how long it took and where the record is. */
export function told(result: RunResult): string {
  return said(result)
    .replaceAll(/verified in [\d.]+ m?s/g, 'verified in … s')
    .replaceAll(/Record: \S+\.jsonl/g, 'Record: ….jsonl');
}
